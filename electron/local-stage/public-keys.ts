/** Public keys that were imported: whoever has the private half signs tokens that this stage's account accepts. */
import { createHash, createPublicKey, type KeyObject, randomUUID } from 'node:crypto';

export interface PublicKeyRecord {
  arn: string;
  name: string;
  publicKeyMaterial: string;
  /** MD5 of the key, in hexadecimal pairs. */
  fingerprint: string;
  tags: Record<string, string>;
  key: KeyObject;
}

export type ImportResult = PublicKeyRecord | 'not-p384' | 'known' | 'too-many';

export interface PublicKeys {
  /** @param material PEM, as AWS takes it */
  import(material: string, name: string, tags: Record<string, string>): ImportResult;
  get(arn: string): PublicKeyRecord | undefined;
  /** In the order of their import. */
  list(): PublicKeyRecord[];
  /** Tokens signed with it are no longer good. @returns false where there is none of that ARN */
  delete(arn: string): boolean;
}

/** AWS's quota of public keys in an account and region. */
const MAX_KEYS = 3;

/** @param scope `arn:aws:ivs:REGION:ACCOUNT` */
export function createPublicKeys(scope: string): PublicKeys {
  const records = new Map<string, PublicKeyRecord>();
  return {
    import(material, name, tags) {
      const key = p384KeyIn(material);
      if (key === null) return 'not-p384';
      const fingerprint = fingerprintOf(key);
      for (const known of records.values()) if (known.fingerprint === fingerprint) return 'known';
      if (records.size >= MAX_KEYS) return 'too-many';
      const arn = `${scope}:public-key/${randomUUID()}`;
      const record = { arn, name, publicKeyMaterial: material, fingerprint, tags, key };
      records.set(arn, record);
      return record;
    },
    get: (arn) => records.get(arn),
    list: () => [...records.values()],
    delete: (arn) => records.delete(arn),
  };
}

function p384KeyIn(material: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: material, format: 'pem' });
    return key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? key : null;
  } catch {
    return null;
  }
}

const fingerprintOf = (key: KeyObject): string =>
  createHash('md5')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('hex')
    .replace(/..(?=.)/g, '$&:');

/** `arn:aws:ivs:REGION:ACCOUNT` of a stage or a public key. */
export const scopeOf = (arn: string): string => arn.slice(0, arn.lastIndexOf(':'));

export const isPublicKeyArn = (text: string): boolean =>
  /^arn:aws:ivs:[a-z0-9-]+:[0-9]+:public-key\/[a-zA-Z0-9-]+$/.test(text);
