import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CHECK_AGAIN_MS,
  CHECK_EVERY_MS,
  decideUpdate,
  FIRST_CHECK_MS,
  initialUpdateState,
  installsOnQuit,
  QUIET_BEFORE_DOWNLOAD_MS,
  QUIET_BEFORE_INSTALL_MS,
  type UpdateEffect,
  type UpdateEvent,
  type UpdateMode,
  type UpdateState,
} from '../../../electron/desktop/updates/decide.ts';

/** Lets events happen one after the other, each so many milliseconds after the one before. */
function play(mode: UpdateMode, happened: readonly (readonly [afterMs: number, event: UpdateEvent])[], spreadMs = 0) {
  let nowMs = 1_000;
  let state: UpdateState = initialUpdateState(mode, spreadMs, nowMs);
  const effects: UpdateEffect[] = [];
  for (const [afterMs, event] of happened) {
    nowMs += afterMs;
    const decision = decideUpdate(state, event, nowMs);
    state = decision.state;
    effects.push(...decision.effects);
  }
  return { state, effects, kinds: effects.map(({ kind }) => kind) };
}

const tick = (idleMs = 0): UpdateEvent => ({ kind: 'tick', idleMs });
const found = (version: string | null): UpdateEvent => ({ kind: 'checked', version });
const watched: UpdateEvent = { kind: 'watched', watched: true };
const unwatched: UpdateEvent = { kind: 'watched', watched: false };
/** Up to the moment in which 2.0.0 has been found, nobody watching. */
const toFound = [
  [FIRST_CHECK_MS, tick()],
  [0, found('2.0.0')],
] as const;
/** Up to the moment in which 2.0.0 lies here, nobody watching. */
const toReady = [...toFound, [0, tick()], [0, { kind: 'downloaded' }]] as const;

describe('asking the feed', () => {
  test('begins a minute after the start, later by the spread of this machine', () => {
    expect(play('announce', [[FIRST_CHECK_MS - 1, tick()]]).kinds).toEqual([]);
    expect(play('announce', [[FIRST_CHECK_MS, tick()]]).kinds).toEqual(['check']);
    expect(play('announce', [[FIRST_CHECK_MS, tick()]], 1).kinds).toEqual([]);
    expect(play('announce', [[FIRST_CHECK_MS + 1, tick()]], 1).kinds).toEqual(['check']);
  });

  test('is done while somebody watches too: it takes nothing from the picture', () => {
    expect(
      play('install', [
        [0, watched],
        [FIRST_CHECK_MS, tick()],
      ]).kinds,
    ).toEqual(['check']);
  });

  test('happens once at a time', () => {
    expect(
      play('announce', [
        [FIRST_CHECK_MS, tick()],
        [CHECK_EVERY_MS, tick()],
      ]).kinds,
    ).toEqual(['check']);
  });

  test('is repeated after six hours, after a failure in an hour', () => {
    const answered = [
      [FIRST_CHECK_MS, tick()],
      [0, found(null)],
    ] as const;
    expect(play('announce', [...answered, [CHECK_EVERY_MS - 1, tick()]]).kinds).toEqual(['check']);
    expect(play('announce', [...answered, [CHECK_EVERY_MS, tick()]]).kinds).toEqual(['check', 'check']);
    const failed = [
      [FIRST_CHECK_MS, tick()],
      [0, { kind: 'check-failed' }],
    ] as const;
    expect(play('announce', [...failed, [CHECK_AGAIN_MS - 1, tick()]]).kinds).toEqual(['check']);
    expect(play('announce', [...failed, [CHECK_AGAIN_MS, tick()]]).kinds).toEqual(['check', 'check']);
  });
});

describe('an update that was found', () => {
  test('is announced once, and a later version again', () => {
    const { effects } = play('announce', [
      ...toFound,
      [CHECK_EVERY_MS, tick()],
      [0, found('2.0.0')],
      [CHECK_EVERY_MS, tick()],
      [0, found('2.1.0')],
    ]);
    expect(effects.filter(({ kind }) => kind === 'announce')).toEqual([
      { kind: 'announce', version: '2.0.0' },
      { kind: 'announce', version: '2.1.0' },
    ]);
  });

  test('is neither fetched nor installed where it is only to be announced, however long nobody watches', () => {
    const { kinds, state } = play('announce', [...toFound, [QUIET_BEFORE_INSTALL_MS, tick(1e9)], [1e6, tick(1e9)]]);
    expect(kinds).toEqual(['check', 'announce']);
    expect(installsOnQuit(state)).toBe(false);
  });

  test('is fetched once nobody has watched for a minute', () => {
    const back = [[0, watched], ...toFound, [0, unwatched]] as const;
    expect(play('install', [...back, [QUIET_BEFORE_DOWNLOAD_MS - 1, tick()]]).kinds).not.toContain('download');
    expect(play('install', [...back, [QUIET_BEFORE_DOWNLOAD_MS, tick()]]).effects).toContainEqual({
      kind: 'download',
      version: '2.0.0',
    });
  });

  test('is not fetched while somebody watches', () => {
    expect(play('install', [[0, watched], ...toFound, [QUIET_BEFORE_INSTALL_MS, tick(1e9)]]).kinds).toEqual([
      'check',
      'announce',
    ]);
  });

  test('is left alone when somebody begins to watch, and fetched later', () => {
    const { kinds } = play('install', [
      ...toFound,
      [0, tick()],
      [10, watched],
      [10, unwatched],
      [QUIET_BEFORE_DOWNLOAD_MS, tick()],
    ]);
    expect(kinds).toEqual(['check', 'announce', 'download', 'stop-download', 'download']);
  });

  test('is fetched again an hour after that failed', () => {
    const failed = [...toFound, [0, tick()], [0, { kind: 'download-failed' }]] as const;
    expect(
      play('install', [...failed, [CHECK_AGAIN_MS - 1, tick()]]).kinds.filter((kind) => kind === 'download'),
    ).toHaveLength(1);
    expect(
      play('install', [...failed, [CHECK_AGAIN_MS, tick()]]).kinds.filter((kind) => kind === 'download'),
    ).toHaveLength(2);
  });

  test('is forgotten when it is not offered any more, also where it lies here already', () => {
    const { state, kinds } = play('install', [
      ...toReady,
      [CHECK_EVERY_MS, tick()],
      [0, found(null)],
      [QUIET_BEFORE_INSTALL_MS, tick(1e9)],
    ]);
    expect(state.update).toBeNull();
    expect(kinds).not.toContain('install');
    expect(installsOnQuit(state)).toBe(false);
  });

  test('gives way to a later one that is found before it is installed', () => {
    const { effects, state } = play('install', [
      ...toReady,
      [CHECK_EVERY_MS, tick()],
      [0, found('2.1.0')],
      [0, tick()],
    ]);
    expect(effects.at(-1)).toEqual({ kind: 'download', version: '2.1.0' });
    expect(state.update?.version).toBe('2.1.0');
  });
});

describe('an update that lies here', () => {
  test('is installed once nobody has watched and nobody has touched the machine for ten minutes', () => {
    const back = [...toReady, [0, watched], [0, unwatched]] as const;
    expect(play('install', [...back, [QUIET_BEFORE_INSTALL_MS - 1, tick(1e9)]]).kinds).not.toContain('install');
    expect(
      play('install', [...back, [QUIET_BEFORE_INSTALL_MS, tick(QUIET_BEFORE_INSTALL_MS - 1)]]).kinds,
    ).not.toContain('install');
    expect(play('install', [...back, [QUIET_BEFORE_INSTALL_MS, tick(QUIET_BEFORE_INSTALL_MS)]]).kinds).toContain(
      'install',
    );
  });

  test('is installed when the program is quit', () => {
    expect(installsOnQuit(play('install', toFound).state)).toBe(false);
    expect(installsOnQuit(play('install', toReady).state)).toBe(true);
  });
});

test('whatever happens in whatever order: nothing is fetched or installed while somebody watches, and what is fetched is stopped when somebody comes', () => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant('tick' as const), idleMs: fc.constantFrom(0, QUIET_BEFORE_INSTALL_MS) }),
    fc.record({ kind: fc.constant('watched' as const), watched: fc.boolean() }),
    fc.record({ kind: fc.constant('checked' as const), version: fc.constantFrom('2.0.0', '2.1.0', null) }),
    fc.constantFrom<UpdateEvent>({ kind: 'check-failed' }, { kind: 'downloaded' }, { kind: 'download-failed' }),
  );
  const steps = fc.array(
    fc.tuple(fc.constantFrom(0, 1, FIRST_CHECK_MS, QUIET_BEFORE_INSTALL_MS, CHECK_EVERY_MS), event),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(fc.constantFrom<UpdateMode>('announce', 'install'), steps, (mode, happened) => {
      let nowMs = 0;
      let state = initialUpdateState(mode, 0, nowMs);
      let isWatched = false;
      let downloading = false;
      for (const [afterMs, next] of happened) {
        nowMs += afterMs;
        if (next.kind === 'watched') isWatched = next.watched;
        if (next.kind === 'downloaded' || next.kind === 'download-failed') downloading = false;
        const decision = decideUpdate(state, next, nowMs);
        state = decision.state;
        for (const { kind } of decision.effects) {
          if (kind === 'download') downloading = true;
          if (kind === 'stop-download') downloading = false;
          if (kind === 'download' || kind === 'install') {
            expect(mode).toBe('install');
            expect(isWatched).toBe(false);
          }
        }
        if (isWatched) expect(downloading).toBe(false);
      }
    }),
  );
});
