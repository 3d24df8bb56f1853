import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

export interface KeyPairPem {
  /** PKCS#8. Secret. */
  privateKeyPem: string;
  /** SPKI: what ImportPublicKey takes. */
  publicKeyPem: string;
}

/** A fresh P-384 pair for ES384. */
export async function makeKeyPair(): Promise<KeyPairPem> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('ec', {
    namedCurve: 'P-384',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return { privateKeyPem: privateKey, publicKeyPem: publicKey };
}
