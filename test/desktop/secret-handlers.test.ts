import { expect, test, vi } from 'vitest';
import { secretHandlers } from '../../electron/desktop/secret-handlers.ts';
import { invokeChannels } from '../../shared/ipc.ts';
import type { SaveSecretResult, SecretsStatus } from '../../shared/secrets.ts';

const status: SecretsStatus = {
  backend: 'gnome_libsecret',
  refusal: null,
  secrets: { 'aws-credentials': { state: 'absent' }, 'private-key': { state: 'absent' } },
};
const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a-secret-of-the-test' };

function handlers(saved: SaveSecretResult) {
  const onAwsCredentials = vi.fn();
  const forget = vi.fn(async () => {});
  const secrets = { status: async () => status, saveAwsCredentials: async () => saved, forget };
  return { onAwsCredentials, forget, ...secretHandlers({ secrets, onAwsCredentials }) };
}

test('saved credentials are in use at once, and nothing of them comes back', async () => {
  const { onAwsCredentials, ...on } = handlers({ ok: true, status });
  const result = await on['secrets:save-aws-credentials'](credentials);
  expect(onAwsCredentials).toHaveBeenCalledExactlyOnceWith(credentials);
  expect(JSON.stringify(result)).not.toContain(credentials.secretAccessKey);
});

test('credentials that the keychain refused are not in use either', async () => {
  const { onAwsCredentials, ...on } = handlers({ ok: false, refusal: 'plain-text' });
  expect(await on['secrets:save-aws-credentials'](credentials)).toEqual({ ok: false, refusal: 'plain-text' });
  expect(onAwsCredentials).not.toHaveBeenCalled();
});

test("forgotten credentials give way to the environment's; a private key is no credential", async () => {
  const { onAwsCredentials, forget, ...on } = handlers({ ok: true, status });
  expect(await on['secrets:forget']({ name: 'private-key' })).toBe(status);
  expect(onAwsCredentials).not.toHaveBeenCalled();
  await on['secrets:forget']({ name: 'aws-credentials' });
  expect(forget.mock.calls).toEqual([['private-key'], ['aws-credentials']]);
  expect(onAwsCredentials).toHaveBeenCalledExactlyOnceWith(null);
});

test.each([
  { ...credentials, accessKeyId: 'akia-lower-case-0000' },
  { ...credentials, secretAccessKey: 'short' },
  { ...credentials, secretAccessKey: 'with spaces in between it' },
  { ...credentials, sessionToken: '' },
  { accessKeyId: credentials.accessKeyId },
  null,
])('%o never reaches the keychain', (payload) => {
  expect(invokeChannels['secrets:save-aws-credentials'].payload.safeParse(payload).success).toBe(false);
});
