/**
 * SHA-256 and its HMAC for the AWS client's signatures, as its `sha256` setting takes them. The client's own makes a key
 * object anew for each HMAC (Node throws and catches an error inside to find out what kind of key it was given) and a
 * hash object for each digest; every call of ours needs five of them, with the same two keys all day.
 */
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { ChecksumConstructor, SourceData } from '@smithy/types';

const NOTHING = new Uint8Array(0);

/** A constructor of its own for each client: what it remembers of a key goes with the client. */
export function createSha256(): ChecksumConstructor {
  /** The signing key of the day: the client hands over the same bytes each time. */
  const ofBytes = new WeakMap<object, KeyObject>();
  /** The secret key itself. */
  let ofText: { text: string; key: KeyObject } | undefined;

  function keyOf(secret: SourceData): KeyObject {
    if (typeof secret === 'string') {
      if (ofText?.text !== secret) ofText = { text: secret, key: createSecretKey(secret, 'utf8') };
      return ofText.key;
    }
    const known = ofBytes.get(secret);
    if (known !== undefined) return known;
    const key = createSecretKey(bytesOf(secret));
    ofBytes.set(secret, key);
    return key;
  }

  return class Sha256 {
    readonly #key: KeyObject | undefined;
    #content: Uint8Array = NOTHING;

    /** With a secret it makes an HMAC. */
    constructor(secret?: SourceData) {
      this.#key = secret === undefined ? undefined : keyOf(secret);
    }

    update(chunk: Uint8Array): void {
      this.#content = this.#content.length === 0 ? chunk : Buffer.concat([this.#content, chunk]);
    }

    async digest(): Promise<Uint8Array> {
      if (this.#key === undefined) return hash('sha256', this.#content, 'buffer');
      return createHmac('sha256', this.#key).update(this.#content).digest();
    }

    reset(): void {
      this.#content = NOTHING;
    }
  };
}

const bytesOf = (secret: Exclude<SourceData, string>): Uint8Array =>
  ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
