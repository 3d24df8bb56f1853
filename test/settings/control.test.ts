/** The settings while the program runs: what may be changed, when it takes effect, and what an import would do. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSettingsControl } from '../../electron/settings/control.ts';
import { parseSettings } from '../../electron/settings/parse.ts';
import { readSettingsText } from '../../electron/settings/settings-file.ts';
import type { SettingName } from '../../shared/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'control-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const KEY = 'a-key-of-16-chars-or-more';
function control(given: { argv?: string[]; env?: Record<string, string>; policy?: object; user?: object } = {}) {
  const file = (from: 'policy' | 'user', values: object) =>
    readSettingsText(JSON.stringify(values, null, 1), { from, path: `/${from}.json` });
  const user = file('user', given.user ?? {});
  const policy = given.policy === undefined ? null : file('policy', given.policy);
  const { layers } = parseSettings(given.argv ?? [], given.env ?? {}, { policy, user });
  return createSettingsControl({ layers: { ...layers, user }, folder, onNotSaved: () => {} });
}
type Control = ReturnType<typeof control>;
const shown = (settings: Control, name: SettingName) => settings.view().settings.find((each) => each.name === name)!;
const onDisk = () => JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));

describe('a change', () => {
  test('of what takes effect at once is in force and told; it is kept', async () => {
    const settings = control();
    const told = vi.fn();
    settings.onChange(told);
    expect(await settings.change('noInputMs', 60_000)).toMatchObject({ ok: true, saved: true });
    expect(settings.current().noInputMs).toBe(60_000);
    expect(told).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ noInputMs: 60_000 }), ['noInputMs']);
    expect(shown(settings, 'noInputMs')).toMatchObject({ value: 60_000, source: 'user', own: true, waiting: false });
    expect(onDisk()).toEqual({ noInputMs: 60_000 });
  });

  test('of what needs a restart waits for it, and says so', async () => {
    const settings = control();
    const told = vi.fn();
    settings.onChange(told);
    await settings.change('port', 9000);
    expect(settings.current().port).toBe(8787);
    expect(told).not.toHaveBeenCalled();
    expect(shown(settings, 'port')).toMatchObject({ value: 9000, waiting: true });
    expect(settings.view().restartNeeded).toBe(true);
    await settings.change('port', 8787);
    expect(settings.view().restartNeeded).toBe(false);
  });

  test('of one timing tells of those that follow it', async () => {
    const settings = control();
    const told = vi.fn();
    settings.onChange(told);
    await settings.change('disconnectDelayMs', 90_000);
    expect(told).toHaveBeenCalledWith(
      expect.objectContaining({ disconnectDelayMs: 90_000, heartbeatTimeoutMs: 180_000 }),
      ['heartbeatTimeoutMs', 'disconnectDelayMs'],
    );
  });

  test('is kept as the setting is, not as it was typed', async () => {
    const settings = control();
    await settings.change('port', '9000');
    await settings.change('allowedHosts', 'a, b:1');
    expect(onDisk()).toEqual({ port: 9000, allowedHosts: ['a', 'b:1'] });
  });

  test.each(['99999', 'eighty', -1, 1.5, true])('of the port to %j is refused, and changes nothing', async (value) => {
    const settings = control();
    expect(settings.check('port', value)).toEqual({ ok: false, refusal: { kind: 'not-allowed' } });
    expect(await settings.change('port', value)).toEqual({ ok: false, refusal: { kind: 'not-allowed' } });
    expect(shown(settings, 'port')).toMatchObject({ value: 8787, own: false });
  });

  test('that breaks a rule between settings is refused, whosever the other value is', async () => {
    const settings = control({ policy: { heartbeatIntervalMs: 40_000 }, user: { disconnectDelayMs: 50_000 } });
    const refusal = { ok: false, refusal: { kind: 'rule', rule: 'timeout-above-interval' } };
    expect(await settings.change('heartbeatTimeoutMs', 30_000)).toEqual(refusal);
    expect(settings.check('heartbeatTimeoutMs', 45_000)).toEqual({
      ok: false,
      refusal: { kind: 'rule', rule: 'delay-below-timeout' },
    });
    expect(settings.check('host', '0.0.0.0')).toEqual({ ok: false, refusal: { kind: 'rule', rule: 'host-needs-key' } });
    expect(settings.check('heartbeatTimeoutMs', 51_000)).toEqual({ ok: true });
  });

  test('goes back to what holds without it', async () => {
    const settings = control({ user: { logDays: 7 } });
    expect(shown(settings, 'logDays')).toMatchObject({ value: 7, own: true, fallback: 90 });
    await settings.change('logDays', null);
    expect(shown(settings, 'logDays')).toMatchObject({ value: 90, own: false, source: 'default' });
    expect(onDisk()).toEqual({});
  });

  test('is told no longer to whoever has ceased to follow', async () => {
    const settings = control();
    const told = vi.fn();
    settings.onChange(told)();
    await settings.change('noInputMs', 1);
    expect(told).not.toHaveBeenCalled();
  });
});

describe('what is set from above', () => {
  const given = { argv: ['--port', '1'], env: { STAGEWATCH_HOST: 'localhost' }, policy: { logDays: 30 } };

  test.each([
    ['port', 9000, { by: 'command line', flag: '--port' }],
    ['host', '127.0.0.2', { by: 'environment', variable: 'STAGEWATCH_HOST' }],
    ['logDays', 7, { by: 'policy', path: '/policy.json', line: 2 }],
    ['allowPlainTextSecrets', true, { by: 'administrator' }],
    ['data', '/tmp', { by: 'administrator' }],
    ['apiKey', KEY, { by: 'start' }],
    ['privateKey', 'x', { by: 'start' }],
    ['policy', '/tmp/p.json', { by: 'start' }],
  ] as const)('%s is shown with the reason, and neither changed nor reset nor imported', async (name, value, fixed) => {
    const settings = control(given);
    const before = shown(settings, name);
    expect(before.fixed).toEqual(fixed);
    expect(settings.isFixed(name)).toBe(true);
    for (const wanted of [value, null]) {
      expect(await settings.change(name, wanted)).toEqual({ ok: false, refusal: { kind: 'fixed', fixed } });
    }
    settings.readImport(JSON.stringify({ [name]: value }), '/import.json');
    await settings.applyImport();
    expect(shown(settings, name)).toEqual(before);
  });
});

test('no value of a secret is ever shown or exported', () => {
  const settings = control({ argv: ['--api-key', KEY], user: { logDays: 7 } });
  expect(shown(settings, 'apiKey')).toMatchObject({ secret: true, value: null, source: 'command line' });
  expect(JSON.stringify(settings.view())).not.toContain(KEY);
  expect(settings.exported()).not.toContain(KEY);
});

describe('an export', () => {
  test('has all that is not the default, whoever set it, and nothing of this start alone', () => {
    const settings = control({
      argv: ['--port', '1', '--data', '/srv'],
      policy: { logDays: 30, allowPlainTextSecrets: true },
      user: { stages: 'all' },
    });
    expect(JSON.parse(settings.exported())).toEqual({ port: 1, logDays: 30, stages: 'all' });
  });

  test('is what another machine imports to be the same', async () => {
    const one = control({
      policy: { logDays: 30 },
      user: { awayOn: 'hidden', localStage: false, allowedHosts: ['a'] },
    });
    const other = control({ user: { historyDays: 5 } });
    other.readImport(one.exported(), '/export.json');
    await other.applyImport();
    expect(JSON.parse(other.exported())).toEqual({ ...JSON.parse(one.exported()), historyDays: 5 });
  });
});

describe('an import', () => {
  test('tells what would change before anything does', async () => {
    const settings = control({ user: { logDays: 7 } });
    const { changes, refused } = settings.readImport(
      '{"logDays": 8, "awayOn": "hidden", "port": 8787}',
      '/import.json',
    );
    expect(changes).toEqual([
      { name: 'logDays', from: 7, to: 8, waiting: true },
      { name: 'awayOn', from: 'blur', to: 'hidden', waiting: false },
    ]);
    expect(refused).toEqual([]);
    expect(settings.current().awayOn).toBe('blur');
    await settings.applyImport();
    expect(settings.current().awayOn).toBe('hidden');
    expect(onDisk()).toEqual({ logDays: 8, awayOn: 'hidden' });
  });

  test('says what it refuses, with its place, and takes the rest', async () => {
    const settings = control({ policy: { historyDays: 5 } });
    const text = `{
      "logDay": 1,
      "port": 0.5,
      "historyDays": 6,
      "apiKey": "${KEY}",
      "heartbeatTimeoutMs": 20000,
      "heartbeatIntervalMs": 25000,
      "noInputMs": 1
    }`;
    const { changes, refused } = settings.readImport(text, '/import.json');
    expect(refused.map(({ kind, values }) => [kind, values.line, values.key])).toEqual([
      ['settings-unknown-meant', 2, 'logDay'],
      ['settings-not-allowed', 3, 'port'],
      ['settings-fixed', 4, 'historyDays'],
      ['settings-not-in-this-file', 5, 'apiKey'],
      ['settings-rule', 6, 'heartbeatTimeoutMs'],
      ['settings-rule', 7, 'heartbeatIntervalMs'],
    ]);
    expect(changes.map(({ name }) => name)).toEqual(['noInputMs']);
    expect(JSON.stringify(refused)).not.toContain(KEY);
    await settings.applyImport();
    expect(onDisk()).toEqual({ noInputMs: 1 });
  });

  test('is applied once', async () => {
    const settings = control();
    settings.readImport('{"logDays": 8}', '/import.json');
    await settings.applyImport();
    await settings.change('logDays', null);
    await settings.applyImport();
    expect(shown(settings, 'logDays').source).toBe('default');
  });

  test.each(['', '[]', '{"logDays": ', 'PK\x03\x04'])(
    'of what is no such file (%j) changes nothing and says why',
    (text) => {
      const { changes, refused } = control().readImport(text, '/import.json');
      expect(changes).toEqual([]);
      expect(refused).toHaveLength(1);
    },
  );
});
