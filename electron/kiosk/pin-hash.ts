/** A PIN as it may lie on a disk: scrypt with a salt of its own, made off the main loop. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** OWASP's "Password Storage": N = 2^15, r = 8, p = 3 (32 MiB for a quarter of a second). */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Bounded, so that a file somebody wrote by hand costs no more memory or time than is reasonable. */
export const pinHashSchema = z.object({
  algorithm: z.literal('scrypt'),
  N: z
    .number()
    .int()
    .min(COST.N)
    .max(2 ** 18),
  r: z.number().int().min(8).max(16),
  p: z.number().int().min(1).max(8),
  /** Base64. */
  salt: z.base64().min(20),
  key: z.base64().min(40),
});
export type PinHash = z.infer<typeof pinHashSchema>;

/** How PINs are hashed and compared; by scrypt wherever a PIN counts. */
export interface PinHashing {
  hashPin(pin: string): Promise<PinHash>;
  isPin(pin: string, hash: PinHash): Promise<boolean>;
}
export const scryptHashing: PinHashing = { hashPin, isPin };

async function hashPin(pin: string): Promise<PinHash> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(pin, salt, KEY_BYTES, COST);
  return { algorithm: 'scrypt', ...COST, salt: salt.toString('base64'), key: key.toString('base64') };
}

async function isPin(pin: string, { N, r, p, salt, key }: PinHash): Promise<boolean> {
  const expected = Buffer.from(key, 'base64');
  return timingSafeEqual(await derive(pin, Buffer.from(salt, 'base64'), expected.length, { N, r, p }), expected);
}

const derive = (pin: string, salt: Buffer, bytes: number, cost: typeof COST): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // Needed are 128 * N * r; twice that leaves room for what OpenSSL adds.
    scrypt(pin, salt, bytes, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
