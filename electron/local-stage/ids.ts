import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function randomId(length: number): string {
  // 62 does not divide 256: bytes past the last whole multiple are dropped, or some letters came up more often.
  const limit = 256 - (256 % ALPHABET.length);
  let id = '';
  while (id.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < limit && id.length < length) id += ALPHABET[byte % ALPHABET.length];
    }
  }
  return id;
}

/** 12 letters and digits, as Amazon IVS makes them. */
export const newParticipantId = (): string => randomId(12);
/** `st-` and 13 letters and digits: 16 characters, as Amazon IVS makes them. */
export const newSessionId = (): string => `st-${randomId(13)}`;
/** A media resource's name in its Location. */
export const newResourceId = (): string => randomId(24);
