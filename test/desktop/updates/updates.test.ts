import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { FIRST_CHECK_MS, QUIET_BEFORE_INSTALL_MS } from '../../../electron/desktop/updates/decide.ts';
import {
  createUpdates,
  isWatched,
  TICK_MS,
  type UpdateFeed,
  type Updates,
} from '../../../electron/desktop/updates/updates.ts';
import { builtInFeed, updatesWanted } from '../../../electron/desktop/updates/wanted.ts';
import { packagingConfiguration, surroundingsOf } from '../../../packaging/electron-builder.ts';
import type { Notice } from '../../../shared/ipc.ts';
import type { ViewingPhase } from '../../../shared/viewing.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';

/** A feed that answers when the test says so. */
function scriptedFeed() {
  const calls: string[] = [];
  let onQuit = false;
  let answer: string | null | Error = null;
  let finish: { resolve(): void; reject(error: Error): void } = { resolve() {}, reject() {} };
  const feed: UpdateFeed = {
    async check() {
      calls.push('check');
      if (answer instanceof Error) throw answer;
      return answer;
    },
    download() {
      calls.push('download');
      const done = new Promise<void>((resolve, reject) => {
        finish = { resolve, reject };
      });
      const stop = () => {
        calls.push('stop');
        finish.reject(new Error('cancelled'));
      };
      return { done, stop };
    },
    install: () => void calls.push('install'),
    installOnQuit(on) {
      onQuit = on;
    },
  };
  return {
    feed,
    calls,
    installsOnQuit: () => onQuit,
    answers(next: string | null | Error) {
      answer = next;
    },
    downloadEnds: (error?: Error) => (error ? finish.reject(error) : finish.resolve()),
  };
}

let clock: FakeClock;
let feed: ReturnType<typeof scriptedFeed>;
let notices: Notice[];
let logged: string[];
let idleMs: number;

beforeEach(() => {
  clock = createFakeClock();
  feed = scriptedFeed();
  notices = [];
  logged = [];
  idleMs = 0;
});

const start = (mode: 'announce' | 'install'): Updates =>
  createUpdates({
    feed: feed.feed,
    mode,
    clock,
    idleMs: () => idleMs,
    announce: (notice) => notices.push(notice),
    log: { info: (_values, text) => logged.push(text), warn: (_values, text) => logged.push(text) },
    random: () => 0,
  });

describe('updates', () => {
  test('are announced in the console with their version', async () => {
    feed.answers('2.0.0');
    start('announce').onPhase('watching');
    await clock.advance(FIRST_CHECK_MS);
    expect(notices).toEqual([{ kind: 'update-there', values: { version: '2.0.0' } }]);
  });

  test('are fetched and installed while nobody watches, and announced as such', async () => {
    feed.answers('2.0.0');
    const updates = start('install');
    updates.onPhase('watching');
    await clock.advance(FIRST_CHECK_MS + 60 * TICK_MS);
    expect(feed.calls).toEqual(['check']);
    expect(notices).toEqual([{ kind: 'update-coming', values: { version: '2.0.0' } }]);

    updates.onPhase('parked');
    await clock.advance(2 * TICK_MS);
    feed.downloadEnds();
    await clock.advance(0);
    expect(feed.installsOnQuit()).toBe(true);
    idleMs = QUIET_BEFORE_INSTALL_MS;
    await clock.advance(QUIET_BEFORE_INSTALL_MS);
    expect(feed.calls).toEqual(['check', 'download', 'install']);
    expect(feed.installsOnQuit()).toBe(false);
  });

  test('a look stops the download; its end then counts for nothing, and it is begun anew', async () => {
    feed.answers('2.0.0');
    const updates = start('install');
    await clock.advance(FIRST_CHECK_MS + TICK_MS);
    updates.onPhase('rejoining');
    await clock.advance(10 * TICK_MS);
    expect(feed.calls).toEqual(['check', 'download', 'stop']);
    expect(feed.installsOnQuit()).toBe(false);
    updates.onPhase('parked');
    await clock.advance(2 * TICK_MS);
    expect(feed.calls).toEqual(['check', 'download', 'stop', 'download']);
    expect(logged.filter((text) => text.includes('could not be downloaded'))).toEqual([]);
  });

  test('a feed that cannot be asked is said in the log, never in the console, and asked again', async () => {
    feed.answers(new Error('no such host'));
    start('announce');
    await clock.advance(FIRST_CHECK_MS);
    expect(logged).toEqual(['The update feed could not be asked; it is asked again in an hour']);
    feed.answers('2.0.0');
    await clock.advance(61 * TICK_MS);
    expect(notices).toEqual([{ kind: 'update-there', values: { version: '2.0.0' } }]);
  });

  test('a download that fails is said in the log and tried again', async () => {
    feed.answers('2.0.0');
    start('install');
    await clock.advance(FIRST_CHECK_MS + TICK_MS);
    feed.downloadEnds(new Error('sha512 checksum mismatch'));
    await clock.advance(TICK_MS);
    expect(logged.at(-1)).toBe('The update could not be downloaded; this is tried again in an hour');
    await clock.advance(61 * TICK_MS);
    expect(feed.calls).toEqual(['check', 'download', 'download']);
  });

  test('nothing happens any more once they are put away, and a download that runs is stopped', async () => {
    feed.answers('2.0.0');
    const updates = start('install');
    await clock.advance(FIRST_CHECK_MS + TICK_MS);
    updates.dispose();
    await clock.advance(24 * 60 * TICK_MS);
    expect(feed.calls).toEqual(['check', 'download', 'stop']);
    expect(clock.pendingTimers()).toBe(0);
  });
});

describe('somebody watches', () => {
  const phases: Record<ViewingPhase, boolean> = {
    'signed-out': false,
    joining: true,
    rejoining: true,
    watching: true,
    away: true, // a countdown runs, and whoever comes back within it has lost nothing
    disconnecting: true,
    parked: false,
    retrying: true,
    ended: false,
  };
  for (const [phase, expected] of Object.entries(phases)) {
    test(`${phase}: ${expected ? 'yes' : 'no'}`, () => expect(isWatched(phase as ViewingPhase)).toBe(expected));
  }
});

describe('whether updates are looked for', () => {
  const settings = { updates: 'install', updatesUrl: undefined, updatesChannel: 'latest' } as const;
  const installed = {
    isPackaged: true,
    builtInUrl: 'https://built-in.example.com',
    platform: 'win32',
    isAppImage: false,
  } as const;

  test('with the feed of the installer, or the one that is set', () => {
    expect(updatesWanted(settings, installed)).toEqual({
      mode: 'install',
      url: 'https://built-in.example.com',
      channel: 'latest',
    });
    const own = { ...settings, updatesUrl: 'https://own.example.com', updatesChannel: 'beta' } as const;
    expect(updatesWanted(own, installed)).toEqual({ mode: 'install', url: 'https://own.example.com', channel: 'beta' });
  });

  test('not where they are switched off, where no feed is known, or where nothing was installed', () => {
    expect(updatesWanted({ ...settings, updates: 'off' }, installed)).toBeNull();
    expect(updatesWanted(settings, { ...installed, builtInUrl: null })).toBeNull();
    expect(updatesWanted(settings, { ...installed, isPackaged: false })).toBeNull();
  });

  test("a Debian package is announced only: it is the package manager's to replace; an AppImage replaces itself", () => {
    expect(updatesWanted(settings, { ...installed, platform: 'linux' })?.mode).toBe('announce');
    expect(updatesWanted(settings, { ...installed, platform: 'linux', isAppImage: true })?.mode).toBe('install');
  });

  test('the feed that was built in lies in the packed package.json', () => {
    const folder = mkdtempSync(join(tmpdir(), 'stagewatch-feed-'));
    const write = (manifest: object) => writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    try {
      write({ name: 'stagewatch' });
      expect(builtInFeed(folder)).toBeNull();
      const surroundings = surroundingsOf({ STAGEWATCH_UPDATES_URL: 'https://updates.example.com' });
      write({ name: 'stagewatch', ...packagingConfiguration(surroundings).extraMetadata });
      expect(builtInFeed(folder)).toBe('https://updates.example.com');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
