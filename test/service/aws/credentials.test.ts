/** Credentials by the SDK's real default chain, from the settings, and the local stage's. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { sourceOf } from '../../../electron/service/aws/credential-source.ts';
import { createAwsCredentials, maskedKeyId } from '../../../electron/service/aws/credentials.ts';
import { tempFolder } from '../support/temp-folder.ts';

const ID = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

beforeEach(() => {
  for (const name of Object.keys(process.env).filter((each) => each.startsWith('AWS_'))) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials');
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the source that is told', () => {
  test('environment, with its expiry', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', ID);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
    vi.stubEnv('AWS_CREDENTIAL_EXPIRATION', '2099-01-01T00:00:00Z');
    const state = await createAwsCredentials({ local: false }).describe();
    expect(state).toEqual({
      source: 'environment',
      accessKeyId: 'AKIA…MPLE',
      expiresAt: Date.UTC(2099, 0, 1),
      problem: null,
      error: null,
    });
    expect(JSON.stringify(state)).not.toContain(SECRET);
  });

  test('a profile of the shared files, read again when it has changed', async () => {
    const file = join(tempFolder(), 'credentials');
    const write = (id: string) =>
      writeFileSync(file, `[tills]\naws_access_key_id = ${id}\naws_secret_access_key = ${SECRET}\n`);
    write(ID);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
    vi.stubEnv('AWS_PROFILE', 'tills');
    const credentials = createAwsCredentials({ local: false });
    const changes = vi.fn();
    credentials.onChange(changes);
    expect(await credentials.describe()).toMatchObject({ source: 'profile', accessKeyId: 'AKIA…MPLE' });
    write('AKIAIOSFODNN7RENEWED');
    expect(await credentials.describe()).toMatchObject({ accessKeyId: 'AKIA…MPLE' });
    expect(changes).not.toHaveBeenCalled();
    expect(await credentials.describe({ fresh: true })).toMatchObject({ accessKeyId: 'AKIA…EWED' });
    expect(changes).toHaveBeenCalledOnce();
  });

  test('a process that a profile names', async () => {
    const folder = tempFolder();
    const answer = JSON.stringify({ Version: 1, AccessKeyId: ID, SecretAccessKey: SECRET });
    writeFileSync(join(folder, 'answer.json'), answer);
    writeFileSync(join(folder, 'config'), `[default]\ncredential_process = cat ${join(folder, 'answer.json')}\n`);
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    expect(await createAwsCredentials({ local: false }).describe()).toMatchObject({ source: 'process', problem: null });
  });

  test('a container: its endpoint is asked, and asked again after the credentials have run out', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      const Expiration = new Date(Date.now() + (asked === 1 ? -1_000 : 3_600_000)).toISOString();
      const AccessKeyId = `ASIAIOSFODNN7EXAMP0${asked}`;
      response.end(JSON.stringify({ AccessKeyId, SecretAccessKey: SECRET, Token: 't', Expiration }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    vi.stubEnv('AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const credentials = createAwsCredentials({ local: false });
    expect(await credentials.describe()).toMatchObject({ source: 'container', problem: 'expired' });
    expect(await credentials.describe()).toMatchObject({ accessKeyId: 'ASIA…MP02', problem: null });
    await credentials.describe();
    expect(asked).toBe(2);
  });

  test.each([
    [{ CREDENTIALS_PROFILE_SSO: 'r', CREDENTIALS_SSO: 's' }, 'sso'],
    [{ CREDENTIALS_PROFILE_STS_WEB_ID_TOKEN: 'q', CREDENTIALS_STS_ASSUME_ROLE_WEB_ID: 'k' }, 'web-identity'],
    [{ CREDENTIALS_ENV_VARS_STS_WEB_ID_TOKEN: 'h' }, 'web-identity'],
    [{ CREDENTIALS_PROFILE_SOURCE_PROFILE: 'o', CREDENTIALS_STS_ASSUME_ROLE: 'i' }, 'profile'],
    [{ CREDENTIALS_PROFILE_LOGIN: 'AC', CREDENTIALS_LOGIN: 'AD' }, 'profile'],
    [{ CREDENTIALS_CODE: 'e' }, 'other'],
    [{}, 'instance-role'],
  ] as const)('by the marks of the SDK: %o', ($source, expected) => {
    expect(sourceOf({ accessKeyId: ID, secretAccessKey: SECRET, $source })).toBe(expected);
  });
});

describe('what is saved in the settings', () => {
  test('wins over the environment while it is there, at once', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', ID);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
    const credentials = createAwsCredentials({ local: false });
    const changes = vi.fn();
    credentials.onChange(changes);
    credentials.replaceSaved({ accessKeyId: 'AKIAI44QH8DHBSETTING', secretAccessKey: SECRET });
    expect(await credentials.provide()).toMatchObject({ accessKeyId: 'AKIAI44QH8DHBSETTING' });
    expect(await credentials.describe()).toMatchObject({ source: 'settings', accessKeyId: 'AKIA…TING' });
    credentials.replaceSaved(null);
    expect(await credentials.describe()).toMatchObject({ source: 'environment' });
    expect(changes).toHaveBeenCalledTimes(2);
  });
});

describe('the local stage', () => {
  test("gets its own credentials, never this machine's", async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', ID);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', SECRET);
    const credentials = createAwsCredentials({ local: true });
    expect((await credentials.provide()).accessKeyId).toBe('local-stage');
    expect(await credentials.describe()).toMatchObject({ source: 'local', accessKeyId: null, problem: null });
  });
});

describe('no credentials', () => {
  const failing = (name: string, message: string) => async () => {
    throw Object.assign(new Error(message), { name });
  };

  test('the whole chain finds nothing', async () => {
    const state = await createAwsCredentials({ local: false }).describe();
    expect(state).toMatchObject({ source: 'none', accessKeyId: null, problem: 'missing' });
  });

  test('a sign-in that has run out is told apart', async () => {
    const chain = failing(
      'CredentialsProviderError',
      'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.',
    );
    expect(await createAwsCredentials({ local: false, chain }).describe()).toMatchObject({ problem: 'sso-expired' });
  });

  test('a source that breaks is named by its error, never by its words, which may hold a secret', async () => {
    const chain = failing('CredentialsProviderError', `Command failed: vault --token ${SECRET}`);
    const state = await createAwsCredentials({ local: false, chain }).describe();
    expect(state).toMatchObject({ problem: 'source-failed', error: 'CredentialsProviderError' });
    expect(JSON.stringify(state)).not.toContain(SECRET);
  });

  test('a source that never answers is waited for no longer than the limit', async () => {
    const chain = () => new Promise<never>(() => {});
    const state = await createAwsCredentials({ local: false, chain, timeoutMs: 20 }).describe();
    expect(state).toMatchObject({ source: 'none', problem: 'timeout' });
  });
});

test('a key id is masked so that two can be told apart and neither be used', () => {
  expect(maskedKeyId(ID)).toBe('AKIA…MPLE');
  expect(maskedKeyId('short')).toBe('…');
});
