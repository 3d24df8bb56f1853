import { createPrivateKey, type KeyObject } from 'node:crypto';

/** The key was refused. Its message says what is wrong with it and what to do; the key itself is never in it. */
export class PrivateKeyError extends Error {
  override name = 'PrivateKeyError';
}

const REMEDY =
  'Give a P-384 private key as PEM (PKCS#8, "-----BEGIN PRIVATE KEY-----"); line breaks may be written as \\n. "npm run keys" makes one';

/**
 * A private key for ES384 from its PEM. Environment variables often hold `\n` for the line breaks.
 * @throws PrivateKeyError
 */
export function readPrivateKey(pem: string): KeyObject {
  const text = withLineBreaks(pem);
  const label = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1];
  if (label === undefined) throw new PrivateKeyError(`This is no PEM. ${REMEDY}.`);
  if (label === 'EC PRIVATE KEY') {
    throw new PrivateKeyError(
      'This is a SEC1 key ("EC PRIVATE KEY"); convert it with "openssl pkcs8 -topk8 -nocrypt -in priv.pem".',
    );
  }
  if (label === 'ENCRYPTED PRIVATE KEY') {
    throw new PrivateKeyError('This key is encrypted with a password; decrypt it with "openssl pkcs8 -in priv.pem".');
  }
  if (label !== 'PRIVATE KEY') throw new PrivateKeyError(`This is a "${label}", not a private key. ${REMEDY}.`);
  const key = parse(text);
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType !== 'ec' || curve !== 'secp384r1') {
    throw new PrivateKeyError(`This key is ${describe(key.asymmetricKeyType, curve)}, not P-384. ${REMEDY}.`);
  }
  return key;
}

function parse(text: string): KeyObject {
  try {
    return createPrivateKey({ key: text, format: 'pem' });
  } catch {
    // The parser's error is not passed on: it may quote what it was given.
    throw new PrivateKeyError(`This PEM is damaged. ${REMEDY}.`);
  }
}

const describe = (type: string | undefined, curve: string | undefined): string =>
  curve === undefined ? `of the type ${type ?? 'unknown'}` : `on the curve ${curve}`;

const withLineBreaks = (pem: string): string => `${pem.replaceAll('\\n', '\n').trim()}\n`;
