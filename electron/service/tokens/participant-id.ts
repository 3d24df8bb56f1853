import { randomInt } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 12;

/**
 * 12 letters and digits, as Amazon IVS itself makes them (62^12: no two alike). A token's `jti` may hold `_` and up to 64
 * characters, but GetParticipant and DisconnectParticipant take letters, digits and hyphens alone.
 */
export function newParticipantId(): string {
  let id = '';
  for (let index = 0; index < LENGTH; index += 1) id += ALPHABET[randomInt(ALPHABET.length)];
  return id;
}
