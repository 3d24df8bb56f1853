import { describe, expect, it } from 'vitest';
import { pinHashSchema, scryptHashing } from '../../electron/kiosk/pin-hash.ts';

const { hashPin, isPin } = scryptHashing;

describe("a PIN's hash", () => {
  it('is slow, salted, and of its PIN alone', async () => {
    const hash = await hashPin('246802');
    expect(hash).toMatchObject({ algorithm: 'scrypt', N: 32_768, r: 8, p: 3 });
    expect(pinHashSchema.parse(hash)).toEqual(hash);
    expect(await isPin('246802', hash)).toBe(true);
    expect(await isPin('246803', hash)).toBe(false);
    const again = await hashPin('246802');
    expect([again.salt, again.key]).not.toEqual([hash.salt, hash.key]);
    expect(Buffer.from(again.salt, 'base64')).toHaveLength(16);
  });
});
