import { createHash, randomBytes } from 'node:crypto';
import type { PinHashing } from '../../../electron/kiosk/pin-hash.ts';

/** As scrypt in its form, without its quarter of a second; test/kiosk/pin-hash.test.ts has the real one. */
export const quickHashing: PinHashing = {
  hashPin: async (pin) => {
    const salt = randomBytes(16).toString('base64');
    return { algorithm: 'scrypt', N: 32_768, r: 8, p: 3, salt, key: digest(pin, salt) };
  },
  isPin: async (pin, { salt, key }) => digest(pin, salt) === key,
};
const digest = (pin: string, salt: string) =>
  createHash('sha256')
    .update(salt + pin)
    .digest('base64');
