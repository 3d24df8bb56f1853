/** A bundle of a real data folder, made by its thread, opened as a zip and read back as another console does. */
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, onTestFinished, test } from 'vitest';
import { scryptHashing } from '../../electron/kiosk/pin-hash.ts';
import { openStore } from '../../electron/service/store/open.ts';
import { SCHEMA_VERSION } from '../../electron/service/store/sqlite/migrations.ts';
import type { NewLogEntry, Store } from '../../electron/service/store/types.ts';
import { loadSettings } from '../../electron/settings/load.ts';
import { settingsView } from '../../electron/settings/view.ts';
import { makeBundle, openBundle } from '../../electron/support-bundle/bundle-thread.ts';
import { BundleRefused, readBundle } from '../../electron/support-bundle/read-bundle.ts';
import { type BundleSources, bundleRequest } from '../../electron/support-bundle/request.ts';
import { BundleCancelled, writeBundle } from '../../electron/support-bundle/write-bundle.ts';
import { versionsOf } from '../../electron/versions.ts';
import type { LogEntry } from '../../shared/log.ts';
import { BUNDLE_LOG_ENTRIES, bundleParts } from '../../shared/support-bundle.ts';
import { mountSmallDisk, noSmallDisk, onSmallDisk } from '../service/support/small-disk.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

const STAGE = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
const API_KEY = 'canary-api-key-0123456789';
const AWS_SECRET = 'wJalrXUtnFEMI/K7MDENG/canary';
const TOKEN = 'eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCJ9.eyJqdGkiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ';
const USER = 'mei.lin@shop.example';
const at = Date.parse('2026-11-22T08:00:00Z');

const entry = (more: Partial<NewLogEntry>): NewLogEntry => ({
  ...{ at, source: 'api', type: 'presence.joined', stageArn: STAGE, userId: USER, participantId: 'p1' },
  ...{ reason: null, details: {} },
  ...more,
});

async function dataFolder(entries: readonly NewLogEntry[]): Promise<{ dataDir: string; store: Store }> {
  const dataDir = tempFolder();
  const store = await openStore({ dataDir });
  onTestFinished(() => store.close());
  await store.commit([
    { kind: 'session-opened', stageArn: STAGE, userId: USER, participantId: 'p1', at, currentViewers: 1 },
    ...entries.map((each) => ({ kind: 'logged', entry: each }) as const),
  ]);
  return { dataDir, store };
}

function sourcesOf(dataDir: string, more: Partial<BundleSources> = {}): BundleSources {
  const argv = ['--data', dataDir, '--viewer-id', USER, '--allowed-hosts', `10.1.2.3,${hostname()}`];
  const loaded = loadSettings(argv, { STAGEWATCH_API_KEY: API_KEY }, () => dataDir, join(dataDir, 'no-policy.json'));
  return {
    ...{ path: join(tempFolder(), 'bundle.zip'), dataDir, showUserIds: false, problems: loaded.problems },
    ...{ settings: loaded.settings, view: settingsView(loaded.layers, loaded.settings, []) },
    ...{ versions: versionsOf('node'), connection: null, secrets: [AWS_SECRET], now: new Date(at) },
    ...more,
  };
}
/** On this thread: one of its own takes longer to start than to do it. */
const make = (sources: BundleSources, isCancelled = () => false) =>
  writeBundle(bundleRequest(sources), () => {}, isCancelled);
const makeInThread = (sources: BundleSources) =>
  makeBundle(bundleRequest(sources), new AbortController().signal, () => {});
/** The first part of a zip says of itself in the directory that it unpacks to this much. */
function claiming(zip: Uint8Array, bytes: number): Uint8Array {
  const view = Buffer.from(zip);
  view.writeUInt32LE(bytes, view.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
  return view;
}
const unzipped = (path: string) =>
  Object.entries(unzipSync(readFileSync(path))).map(([name, bytes]) => [name, strFromU8(bytes)] as const);

test('has what helps, while the service writes on, and nothing of what is secret or whose it is', async () => {
  const { dataDir } = await dataFolder([
    entry({ details: { message: `${USER} failed with ${TOKEN}`, url: `http://10.1.2.3/?key=${API_KEY}` } }),
    entry({ userId: 'other', reason: `asked by ${USER}`, details: { userId: USER, secret: AWS_SECRET } }),
  ]);
  const hash = await scryptHashing.hashPin('482911');
  writeFileSync(join(dataDir, 'kiosk-pin.json'), JSON.stringify({ hash }));
  mkdirSync(join(dataDir, 'logs'));
  const lines = [
    { level: 30, userId: USER, msg: `POST from 192.168.7.9 by ${USER}`, apiKey: API_KEY },
    { level: 50, err: { stack: `Error: ${AWS_SECRET}\n at ${homedir()}/app/main.js on ${hostname()}` }, hash },
  ];
  writeFileSync(join(dataDir, 'logs', 'stagewatch.log'), lines.map((each) => `${JSON.stringify(each)}\n`).join(''));
  writeFileSync(join(dataDir, 'logs', 'stagewatch.1.log'), `no JSON: ${USER}, ${TOKEN}`);

  const sources = sourcesOf(dataDir);
  expect(await makeInThread(sources)).toMatchObject({ status: 'done', problems: [] });

  const parts = unzipped(sources.path);
  expect(parts.map(([name]) => name).toSorted()).toEqual(
    [
      ...['connection-log.jsonl', 'database.json', 'logs/stagewatch.1.log', 'logs/stagewatch.log'],
      ...['manifest.json', 'settings.json', 'versions.json'],
    ].toSorted(),
  );
  const all = parts.map(([, text]) => text).join('\n');
  for (const canary of [API_KEY, AWS_SECRET, TOKEN, hash.key, hash.salt, USER, '10.1.2.3', '192.168.7.9', hostname()]) {
    expect(all).not.toContain(canary);
  }
  expect(all).not.toContain(`${homedir()}/`);

  const { bundle, pages } = await openBundle(sources.path);
  expect(bundle.manifest).toMatchObject({ userIds: 'hashed', madeAt: new Date(at).toISOString() });
  expect(bundle.versions).toMatchObject({ node: process.versions.node, os: { platform: process.platform } });
  expect(bundle.settings?.settings.find(({ name }) => name === 'apiKey')).toEqual({
    ...{ name: 'apiKey', source: 'environment', value: null, redacted: 'secret' },
  });
  const { value: viewer } = bundle.settings!.settings.find(({ name }) => name === 'viewerId')!;
  expect(bundle.database?.figures).toMatchObject({
    quickCheck: 'ok',
    schemaVersion: SCHEMA_VERSION,
    rows: { sessions: 1, log: 2 },
  });
  expect(bundle.logFiles.map(({ name }) => name)).toEqual(['logs/stagewatch.1.log', 'logs/stagewatch.log']);
  // Newest first, and the same person everywhere under the same name.
  const [newest, oldest] = JSON.parse(pages[0]!) as LogEntry[];
  expect([newest?.reason, newest?.details.userId, oldest?.userId]).toEqual([`asked by ${viewer}`, viewer, viewer]);
  expect(oldest).toMatchObject({
    stageArn: STAGE,
    participantId: 'p1',
    details: { message: `${viewer} failed with [token]` },
  });
});

test('shows user ids where that was ticked, and still no secret', async () => {
  const { dataDir } = await dataFolder([entry({ reason: `${USER} ${TOKEN}` })]);
  const sources = sourcesOf(dataDir, { showUserIds: true });
  make(sources);
  const { bundle, pages } = readBundle(sources.path);
  expect(bundle.manifest.userIds).toBe('shown');
  expect((JSON.parse(pages[0]!) as LogEntry[])[0]).toMatchObject({ userId: USER, reason: `${USER} [token]` });
});

test('has the newest ten thousand entries, in pages', async () => {
  const { dataDir } = await dataFolder(
    Array.from({ length: BUNDLE_LOG_ENTRIES + 20 }, (_, index) => entry({ reason: String(index) })),
  );
  const sources = sourcesOf(dataDir);
  make(sources);
  const { bundle, pages } = readBundle(sources.path);
  expect(bundle.entries).toEqual({ count: BUNDLE_LOG_ENTRIES, leftOut: 0 });
  expect(pages).toHaveLength(20);
  expect((JSON.parse(pages.at(-1)!) as LogEntry[]).at(-1)?.id).toBe(21);
});

test('is made without a database as well, and says what is missing', async () => {
  const dataDir = tempFolder();
  writeFileSync(
    join(dataDir, 'stagewatch.sqlite'),
    'not a database, but a long enough text for a file that is none'.repeat(40),
  );
  const sources = sourcesOf(dataDir);
  expect(make(sources).problems).toMatchObject([{ part: 'database.json' }]);
  const { bundle } = readBundle(sources.path);
  expect(bundle).toMatchObject({ database: { figures: null }, entries: { count: 0 } });
});

test('without a database the log files themselves tell whose ids are to be replaced, wherever they stand', () => {
  const dataDir = tempFolder();
  writeFileSync(join(dataDir, 'stagewatch.sqlite'), 'not a database'.repeat(100));
  mkdirSync(join(dataDir, 'logs'));
  const lines = [
    JSON.stringify({ level: 30, msg: 'till-late was asked again' }),
    JSON.stringify({ level: 30, userId: 'till-late', msg: 'joined' }),
    JSON.stringify({ level: 30, details: { viewerId: '阿明 \\ "7"' }, msg: '阿明 \\ "7" left' }),
    JSON.stringify({ level: 40, msg: 'GET /api/viewer/history/mary%40shop failed, and so did mary@shop' }),
    JSON.stringify({ level: 40, msg: 'GET /api/viewer/duration?userId=cut-1&stageArn=x; cut-1' }),
    '{"level":30,"userId":"half-a-line","msg":"half-a-line wa',
  ];
  writeFileSync(join(dataDir, 'logs', 'stagewatch.log'), lines.join('\n'));
  const sources = sourcesOf(dataDir);
  make(sources);
  const log = Object.fromEntries(unzipped(sources.path))['logs/stagewatch.log']!;
  for (const name of ['till-late', '阿明', 'mary', 'cut-1', 'half-a-line']) expect(log).not.toContain(name);
  expect(log.match(/user-[0-9a-f]{12}/g)).toHaveLength(10);
  make({ ...sources, showUserIds: true });
  expect(Object.fromEntries(unzipped(sources.path))['logs/stagewatch.log']).toContain('till-late');
});

test('a place that cannot be written is said, and a cancelled bundle leaves nothing', async () => {
  const { dataDir } = await dataFolder([]);
  const path = join(tempFolder(), 'no-such-folder', 'bundle.zip');
  expect(() => make(sourcesOf(dataDir, { path }))).toThrow('ENOENT');
  const sources = sourcesOf(dataDir);
  expect(() => make(sources, () => true)).toThrow(BundleCancelled);
  expect(readdirSync(join(sources.path, '..'))).toEqual([]);
});

test.skipIf(noSmallDisk !== null)(onSmallDisk('a full disk is said, and no half file is left'), async () => {
  const { dataDir } = await dataFolder([]);
  const disk = mountSmallDisk('256k');
  disk.fill();
  const sources = sourcesOf(dataDir, { path: join(disk.folder, 'bundle.zip') });
  expect(await makeInThread(sources)).toMatchObject({ status: 'failed', problem: 'disk-full' });
  expect(readdirSync(disk.folder)).toEqual(['filler']);
});

test('refuses what is no bundle, a cut one, an altered one, one that unpacks to too much, and a newer one', async () => {
  const { dataDir } = await dataFolder([entry({})]);
  const sources = sourcesOf(dataDir);
  make(sources);
  const whole = unzipSync(readFileSync(sources.path));
  const file = (bytes: Uint8Array | string) => {
    const path = join(tempFolder(), 'other.zip');
    writeFileSync(path, bytes);
    return path;
  };
  const refusal = (path: string) => {
    try {
      return readBundle(path) && 'opened';
    } catch (error) {
      return (error as BundleRefused).refusal;
    }
  };

  expect(refusal(join(dataDir, 'gone.zip'))).toBe('unreadable');
  expect(refusal(file('just text'))).toBe('not-a-bundle');
  expect(refusal(file(zipSync({ 'readme.txt': new Uint8Array(3) })))).toBe('not-a-bundle');
  expect(refusal(file(zipSync({ ...whole, [bundleParts.log]: Buffer.from('{}\n') })))).toBe('cut');
  expect(refusal(file(claiming(zipSync(whole), 0xa0000000)))).toBe('too-large');
  const manifest = { ...JSON.parse(strFromU8(whole['manifest.json']!)), formatVersion: 99 };
  expect(refusal(file(zipSync({ ...whole, 'manifest.json': Buffer.from(JSON.stringify(manifest)) })))).toBe('newer');
  truncateSync(sources.path, 900);
  expect(existsSync(sources.path)).toBe(true);
  expect(refusal(sources.path)).toBe('cut');
});

/** Nobody sends these by mistake. */
describe('rubbish is refused in a word, and nothing of it is written or unpacked', () => {
  const opened = (bytes: Uint8Array): { refusal: string } | ReturnType<typeof readBundle> => {
    const path = join(tempFolder(), 'other.zip');
    writeFileSync(path, bytes);
    try {
      return readBundle(path);
    } catch (error) {
      expect(error).toBeInstanceOf(BundleRefused);
      expect((error as BundleRefused).message).not.toBe('');
      return { refusal: (error as BundleRefused).refusal };
    } finally {
      expect(readdirSync(join(path, '..'))).toEqual(['other.zip']);
    }
  };
  async function goodBundle(): Promise<Uint8Array> {
    const { dataDir } = await dataFolder([entry({})]);
    const sources = sourcesOf(dataDir);
    make(sources);
    return readFileSync(sources.path);
  }

  test('cut anywhere', async () => {
    const whole = await goodBundle();
    for (let part = 0; part < 40; part += 1) {
      const found = opened(whole.subarray(0, Math.floor((whole.length * part) / 40)));
      expect(found).toMatchObject({ refusal: expect.stringMatching(/^(cut|not-a-bundle)$/) });
    }
  });

  test('with any of its bytes turned over it is refused, or what is shown of it is what was written', async () => {
    const whole = await goodBundle();
    const sound = opened(whole) as ReturnType<typeof readBundle>;
    for (let at = 0; at < whole.length; at += 97) {
      const turned = Uint8Array.from(whole);
      turned[at]! ^= 0xff;
      const found = opened(turned);
      if ('pages' in found) expect(found.pages).toEqual(sound.pages);
    }
  });

  test('a bomb: a part that says it is small and unpacks to a hundred times as much', async () => {
    const { [bundleParts.log]: _log, ...others } = unzipSync(await goodBundle());
    const bomb = zipSync({ [bundleParts.log]: new Uint8Array(5_000_000), ...others });
    expect(opened(claiming(bomb, 50_000))).toEqual({ refusal: 'cut' });
    expect(opened(claiming(bomb, 0xffffffff))).toEqual({ refusal: 'too-large' });
  });

  test('names that lead elsewhere are never looked at', async () => {
    const whole = unzipSync(await goodBundle());
    const names = ['../../evil.txt', '/etc/evil', 'C:\\evil.txt', 'logs/../../evil.log', 'logs/'];
    const found = opened(
      zipSync({ ...whole, ...Object.fromEntries(names.map((name) => [`${name}`, whole['manifest.json']!])) }),
    );
    expect(found).toMatchObject({ bundle: { logFiles: [] } });
  });

  test('a manifest that names a part with a path of its own', async () => {
    const whole = unzipSync(await goodBundle());
    const manifest = JSON.parse(strFromU8(whole['manifest.json']!));
    manifest.parts.push({ name: '../../evil.txt', bytes: 1, sha256: '0'.repeat(64) });
    const changed = zipSync({ ...whole, 'manifest.json': Buffer.from(JSON.stringify(manifest)) });
    expect(opened(changed)).toEqual({ refusal: 'cut' });
  });

  test('more parts than a bundle has, and what only begins like a zip', () => {
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, n) => [`logs/stagewatch.${n}.log`, new Uint8Array()]),
    );
    expect(opened(zipSync(many))).toEqual({ refusal: 'too-large' });
    expect(opened(Buffer.concat([Buffer.from('PK'), Buffer.alloc(2_000, 0x50)]))).toEqual({ refusal: 'cut' });
  });
});
