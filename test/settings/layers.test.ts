/** Command line over environment over policy over the user's settings over default; and a file never ends a start. */
import { describe, expect, test } from 'vitest';
import { parseSettings, SettingsError } from '../../electron/settings/parse.ts';
import { readSettingsText } from '../../electron/settings/settings-file.ts';
import { type SettingName, settingDefinitions } from '../../shared/settings.ts';

const file = (from: 'policy' | 'user', values: object | string | undefined) =>
  values === undefined
    ? null
    : readSettingsText(typeof values === 'string' ? values : JSON.stringify(values, null, 1), {
        from,
        path: `/${from}.json`,
      });

interface Given {
  argv?: string[];
  env?: Record<string, string>;
  policy?: object | string;
  user?: object | string;
}
const put = ({ argv = [], env = {}, policy, user }: Given) =>
  parseSettings(argv, env, { policy: file('policy', policy), user: file('user', user) });
const told = (given: Given) =>
  put(given).problems.map(({ from, line, key, what }) => [from, line, key, what.kind] as const);

test('each layer gives way to all above it', () => {
  const all = {
    argv: ['--log-days', '1'],
    env: { STAGEWATCH_LOG_DAYS: '2' },
    policy: { logDays: 3 },
    user: { logDays: 4 },
  };
  const { argv: _argv, ...withoutArgv } = all;
  const { env: _env, ...withoutEnv } = withoutArgv;
  const { policy: _policy, ...userAlone } = withoutEnv;
  const outcomes = [all, withoutArgv, withoutEnv, userAlone, {}].map((given) => {
    const { settings, sources, problems } = put(given);
    return [settings.logDays, sources.logDays, problems.length];
  });
  expect(outcomes).toEqual([
    [1, 'command line', 0],
    [2, 'environment', 0],
    [3, 'policy', 0],
    [4, 'user', 0],
    [90, 'default', 0],
  ]);
});

test('values of a file are as JSON has them, or as text', () => {
  expect(
    put({ policy: { port: '80', localStage: 'off', allowedHosts: ['a', 'b:1'], stages: 'all' } }).settings,
  ).toMatchObject({
    port: 80,
    localStage: false,
    allowedHosts: ['a', 'b:1'],
    stages: 'all',
  });
});

describe('a value that is not allowed in a file', () => {
  test('is told with its place, and the next layer holds', () => {
    const given = { policy: '{\n"logDays": 0,\n"port": 80}', user: { logDays: 7 } };
    expect(put(given).settings).toMatchObject({ logDays: 7, port: 80 });
    expect(put(given).sources).toMatchObject({ logDays: 'user', port: 'policy' });
    expect(told(given)).toEqual([['policy', 2, 'logDays', 'not-allowed']]);
  });

  test.each([null, 'soon', -1, 1.5, [], {}, true])('%j is none for a count of days', (logDays) => {
    expect(put({ user: { logDays } }).settings.logDays).toBe(90);
    expect(told({ user: { logDays } })).toEqual([['user', 2, 'logDays', 'not-allowed']]);
  });

  test('is told also where a layer above has its own', () => {
    expect(told({ argv: ['--log-days', '5'], policy: { logDays: 'x' } })).toEqual([
      ['policy', 2, 'logDays', 'not-allowed'],
    ]);
  });
});

describe('what may stand in which file', () => {
  test('a secret in none', () => {
    const apiKey = 'a-key-of-16-chars-or-more';
    for (const from of ['policy', 'user'] as const) {
      expect(put({ [from]: { apiKey } }).settings.apiKey).toBeUndefined();
      expect(told({ [from]: { apiKey } })).toEqual([[from, 2, 'apiKey', 'not-in-this-file']]);
      expect(JSON.stringify(put({ [from]: { apiKey } }).problems)).not.toContain(apiKey);
    }
  });

  test('plain-text secrets are allowed by the administrator, never by the user', () => {
    expect(put({ policy: { allowPlainTextSecrets: true } }).settings.allowPlainTextSecrets).toBe(true);
    expect(put({ user: { allowPlainTextSecrets: true } }).settings.allowPlainTextSecrets).toBe(false);
    expect(told({ user: { allowPlainTextSecrets: true } })).toEqual([
      ['user', 2, 'allowPlainTextSecrets', 'not-in-this-file'],
    ]);
  });

  test('every other one in both', () => {
    const free = (Object.keys(settingDefinitions) as SettingName[]).filter(
      (name) => !('files' in settingDefinitions[name]),
    );
    for (const name of free) {
      for (const from of ['policy', 'user'] as const) {
        expect(told({ [from]: { [name]: { no: 'value' } } })[0]?.[3], name).toBe('not-allowed');
      }
    }
  });
});

describe('what does not go together', () => {
  test('of a user’s file gives way to what stands above, told', () => {
    const given = { policy: { heartbeatIntervalMs: 40_000 }, user: { heartbeatTimeoutMs: 20_000 } };
    const { settings, problems } = put(given);
    expect(settings).toMatchObject({ heartbeatIntervalMs: 40_000, heartbeatTimeoutMs: 60_000 });
    expect(problems).toMatchObject([
      { from: 'user', key: 'heartbeatTimeoutMs', line: 2, what: { kind: 'rule', rule: 'timeout-above-interval' } },
    ]);
  });

  test('of a policy gives way to the start’s own word', () => {
    const given = { argv: ['--aws-endpoint', 'http://127.0.0.1:4000'], policy: { localStage: true } };
    expect(put(given).settings).toMatchObject({ localStage: undefined, awsEndpoint: 'http://127.0.0.1:4000' });
    expect(told(given)).toEqual([['policy', 2, 'localStage', 'rule']]);
  });

  test('within one file loses one value, no more', () => {
    const given = { user: { heartbeatTimeoutMs: 20_000, heartbeatIntervalMs: 25_000, disconnectDelayMs: 1_000 } };
    expect(put(given).settings).toMatchObject({
      heartbeatIntervalMs: 25_000,
      heartbeatTimeoutMs: 60_000,
      disconnectDelayMs: 1_000,
    });
    expect(told(given)).toHaveLength(1);
  });

  test('an address that others reach needs a key, whoever sets it: this machine alone is the next best', () => {
    for (const from of ['policy', 'user'] as const) {
      expect(put({ [from]: { host: '0.0.0.0' } }).settings.host).toBe('127.0.0.1');
      expect(told({ [from]: { host: '0.0.0.0' } })).toEqual([[from, 2, 'host', 'rule']]);
    }
    const env = { STAGEWATCH_API_KEY: 'a-key-of-16-chars-or-more' };
    expect(put({ env, policy: { host: '0.0.0.0' } }).settings.host).toBe('0.0.0.0');
  });

  test('of command line and environment alone ends the start, whatever the files have', () => {
    const given = { argv: ['--local-stage', '--aws-endpoint', 'http://127.0.0.1:4000'], user: { localStage: false } };
    expect(() => put(given)).toThrow(SettingsError);
  });

  test('a timing of a file moves the defaults of the others as one of the command line does', () => {
    expect(put({ user: { heartbeatTimeoutMs: 4_000 } }).settings).toMatchObject({
      heartbeatTimeoutMs: 4_000,
      heartbeatIntervalMs: 2_000,
      disconnectDelayMs: 2_000,
    });
  });
});

test('no file, however wrong, ends a start', () => {
  const names = Object.keys(settingDefinitions);
  for (const value of [null, 0, -1, '', 'x', [], {}, true, 1e308, 'arn:aws:ivs']) {
    const everything = Object.fromEntries(names.map((name) => [name, value]));
    expect(() => put({ policy: everything, user: everything })).not.toThrow();
  }
});
