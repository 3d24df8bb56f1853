/** `settings.json` of the data folder, and the administrator's file: on disk, whole, damaged or out of reach. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadSettings } from '../../electron/settings/load.ts';
import { SettingsError } from '../../electron/settings/parse.ts';
import { policyPath } from '../../electron/settings/policy-file.ts';
import { openUserSettings, readUserSettings } from '../../electron/settings/user-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, 'settings.json');
const onDisk = () => JSON.parse(readFileSync(path(), 'utf8'));
const open = (onNotSaved = vi.fn()) => openUserSettings(folder, readUserSettings(folder), onNotSaved);

describe('the user’s settings', () => {
  test('of a first start are none', () => {
    expect(readUserSettings(folder)).toMatchObject({ problems: [], unknown: {} });
    expect(existsSync(path())).toBe(false);
  });

  test('are on disk once saved, and hold before that', async () => {
    const user = open();
    const saved = user.set({ logDays: 7 });
    expect(user.layer().values.get('logDays')?.value).toBe(7);
    expect(await saved).toBe(true);
    expect(onDisk()).toEqual({ logDays: 7 });
    await user.set({ logDays: undefined, stages: ['a'] });
    expect(onDisk()).toEqual({ stages: ['a'] });
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  test('keep what only a newer version knows, and what is wrong, until it is changed', async () => {
    writeFileSync(path(), '{"fromTheFuture": {"a": [1]}, "port": "eighty"}');
    const user = open();
    await user.set({ logDays: 7 });
    expect(onDisk()).toEqual({ fromTheFuture: { a: [1] }, port: 'eighty', logDays: 7 });
  });

  test.each(['{"logDays": 7, "port": 87', '{"logDays": 7,', '', '\0\0\0\0', '[1]', 'null'])(
    'that are cut or damaged (%j) are set aside, said, and the defaults hold',
    (text) => {
      writeFileSync(path(), text);
      const file = readUserSettings(folder);
      expect(file.values.size).toBe(0);
      expect(file.problems).toMatchObject([{ from: 'user', line: 1, what: { kind: 'set-aside' } }]);
      const what = file.problems[0]!.what as { as: string };
      expect(readFileSync(what.as, 'utf8')).toBe(text);
      expect(existsSync(path())).toBe(false);
    },
  );

  test('that cannot be written hold for this start, and say so', async () => {
    const onNotSaved = vi.fn();
    const user = open(onNotSaved);
    rmSync(folder, { recursive: true });
    expect(await user.set({ logDays: 7 })).toBe(false);
    expect(onNotSaved).toHaveBeenCalledOnce();
    expect(user.layer().values.get('logDays')?.value).toBe(7);
  });

  test('that came at once are written one after the other: the last one stays', async () => {
    const user = open();
    await Promise.all(Array.from({ length: 20 }, (_, index) => user.set({ logDays: index + 1 })));
    expect(onDisk()).toEqual({ logDays: 20 });
  });
});

describe('a start', () => {
  const policy = () => join(folder, 'policy.json');
  const load = (argv: string[] = [], env: Record<string, string> = {}) =>
    loadSettings(argv, env, () => folder, policy());

  test('without any file has the defaults', () => {
    expect(load()).toMatchObject({ problems: [], dataDir: folder, sources: { logDays: 'default' } });
  });

  test('reads the policy at its usual place, then the user’s settings', () => {
    writeFileSync(policy(), '// till 7\n{"logDays": 30}');
    writeFileSync(path(), '{"logDays": 7, "historyDays": 8}');
    const { settings, sources } = load();
    expect([settings.logDays, sources.logDays]).toEqual([30, 'policy']);
    expect([settings.historyDays, sources.historyDays]).toEqual([8, 'user']);
  });

  test.each(['argument', 'variable'])('reads the policy that an %s names, instead', (how) => {
    const other = join(folder, 'other.json');
    writeFileSync(policy(), '{"logDays": 30}');
    writeFileSync(other, '{"logDays": 31}');
    const loaded = how === 'argument' ? load(['--policy', other]) : load([], { STAGEWATCH_POLICY: other });
    expect(loaded.settings.logDays).toBe(31);
  });

  test('that names a policy which is not there is refused, with its path', () => {
    const missing = join(folder, 'missing.json');
    expect(() => load(['--policy', missing])).toThrow(SettingsError);
    expect(() => load(['--policy', missing])).toThrow(`The policy file ${missing} cannot be read (ENOENT).`);
  });

  test('goes on where the usual policy cannot be read, and says so', () => {
    mkdirSync(policy()); // a folder in its place; root reads what others may not
    expect(load().problems).toMatchObject([
      { from: 'policy', path: policy(), line: null, what: { kind: 'unreadable' } },
    ]);
    chmodSync(policy(), 0o755);
  });

  test('reads the user’s settings where the policy puts the data folder', () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'settings.json'), '{"logDays": 9}');
    writeFileSync(policy(), JSON.stringify({ data: elsewhere }));
    expect(load()).toMatchObject({ dataDir: elsewhere, settings: { logDays: 9 } });
  });

  test('tells all that is wrong, policy first, and starts', () => {
    writeFileSync(policy(), '{\n  "logDay": 30,\n  "port": -1,\n  "historyDays": 8\n}');
    writeFileSync(path(), '{"logDays": 0}');
    const { problems, settings } = load();
    expect(problems.map(({ from, line, key }) => [from, line, key])).toEqual([
      ['policy', 2, 'logDay'],
      ['policy', 3, 'port'],
      ['user', 1, 'logDays'],
    ]);
    expect(settings).toMatchObject({ port: 8787, historyDays: 8, logDays: 90 });
  });

  test('that only shows its help looks into no file', () => {
    writeFileSync(path(), '{"cut');
    expect(load(['--help', '--policy', '/nowhere'])).toMatchObject({ help: true, problems: [] });
    expect(existsSync(path())).toBe(true);
  });
});

test('the policy lies where administrators alone may write', () => {
  expect(policyPath('linux', {})).toBe('/etc/stagewatch/policy.json');
  expect(policyPath('darwin', {})).toBe('/Library/Application Support/Stagewatch/policy.json');
  expect(policyPath('win32', { ProgramData: 'D:\\Data' })).toBe('D:\\Data\\Stagewatch\\policy.json');
  expect(policyPath('win32', {})).toBe('C:\\ProgramData\\Stagewatch\\policy.json');
});
