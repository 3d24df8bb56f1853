/**
 * Whatever is done in whatever order, who is present is what a simple model says: a map of viewers with the time
 * of their last sign of life. Played through the real calls and the real database, kills and clock steps included.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { createFeed } from '../../../electron/service/feed.ts';
import { createViewers, type Viewers } from '../../../electron/service/presence/viewers.ts';
import { type EngineStore, openEngineStore } from '../support/engine-store.ts';
import { createNumberedIssuer } from '../support/numbered-issuer.ts';
import { createTestClock } from '../support/test-clock.ts';

const TIMEOUT_MS = 60_000;
const STAGES = ['Main', 'Other'].map((id) => `arn:aws:ivs:us-west-2:123456789012:stage/${id}`);
const USERS = ['till-1', 'till-2', 'till-3'];

type Who = { stageArn: string; userId: string };
/** Whose participantId a call carries: none, the viewer's present one, or one from before. */
type Carried = 'none' | 'current' | 'outdated';
type Step =
  | ({ do: 'token' | 'rejoin' } & Who)
  | ({ do: 'heartbeat' | 'leave'; as: Carried } & Who)
  | { do: 'sweep' | 'write-behind' | 'kill' }
  | { do: 'pass'; ms: number }
  | { do: 'step-wall'; ms: number };

const who = { stageArn: fc.constantFrom(...STAGES), userId: fc.constantFrom(...USERS) };
const carried = fc.constantFrom<Carried>('none', 'current', 'outdated');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('token' as const), ...who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('rejoin' as const), ...who }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('heartbeat' as const), as: carried, ...who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), as: carried, ...who }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('sweep' as const, 'write-behind' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      ms: fc.constantFrom(1, 999, 20_000, 29_999, 30_000, 59_999, 60_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('step-wall' as const), ms: fc.constantFrom(3_600_000, -3_600_000) }),
  },
);

/** A session that has not ended. */
interface Session {
  participantId: string;
  present: boolean;
  /** Monotonic: the last sign of life, or the restart since which one is waited for. */
  sinceMs: number;
  /** What the database knows of the last sign of life, on the wall clock; and what is still to be written behind. */
  storedHeardAt: number;
  heardAt: number | null;
  /** One moment on both clocks, by which later moments of this session are told on the wall. */
  anchor: { ms: number; wall: number };
}

const keyOf = ({ stageArn, userId }: Who) => `${userId} ${stageArn}`;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function play(steps: readonly Step[]): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'stagewatch-test-'));
  folders.push(dataDir);
  const clock = createTestClock();
  const issuer = createNumberedIssuer(clock);
  const sessions = new Map<string, Session>();
  /** Every change that followers were told of, added up. */
  const told = new Map<string, Map<string, string>>(STAGES.map((stageArn) => [stageArn, new Map()]));
  let store: EngineStore;
  let viewers: Viewers;
  let rejoins = 0;

  async function start(): Promise<void> {
    store = openEngineStore(dataDir);
    for (const users of told.values()) users.clear();
    const feed = createFeed();
    feed.follow((event) => {
      if (event.kind !== 'presence') return;
      const { change, stageArn, userId, participantId, currentViewers } = event.event;
      const users = told.get(stageArn)!;
      if (change === 'left') expect(users.has(userId), 'told of what is no change').toBe(true);
      else expect(users.get(userId), 'told of what is no change').not.toBe(participantId);
      if (change === 'joined') users.set(userId, participantId);
      else users.delete(userId);
      expect(currentViewers).toBeGreaterThanOrEqual(0);
    });
    viewers = createViewers({ store, issuer, feed, clock, heartbeatTimeoutMs: TIMEOUT_MS });
    await viewers.restore();
  }

  const presentOn = (stageArn: string) =>
    [...sessions].filter(([key, { present }]) => present && key.endsWith(stageArn)).length;

  function hear(session: Session): void {
    session.present = true;
    session.sinceMs = clock.monotonicMs();
    session.heardAt = session.anchor.wall + (session.sinceMs - session.anchor.ms);
  }

  function open(participantId: string): Session {
    const moment = { ms: clock.monotonicMs(), wall: clock.wallMs() };
    const { ms: sinceMs, wall: storedHeardAt } = moment;
    return { participantId, present: true, sinceMs, storedHeardAt, heardAt: null, anchor: moment };
  }

  function participantIdFor(session: Session | undefined, as: Carried): { participantId?: string } {
    if (as === 'none') return {};
    return { participantId: as === 'current' ? (session?.participantId ?? 'nobody') : 'long-gone' };
  }

  async function perform(step: Step): Promise<void> {
    switch (step.do) {
      case 'token': {
        const { do: _, ...identity } = step;
        const { participantId, currentViewers } = await viewers.token(identity);
        const session = sessions.get(keyOf(step));
        if (session?.present) {
          session.participantId = participantId;
          hear(session);
        } else sessions.set(keyOf(step), open(participantId));
        expect(currentViewers).toBe(presentOn(step.stageArn));
        return;
      }
      case 'rejoin': {
        const participantId = `kept-${++rejoins}`;
        const answer = await viewers.rejoin({ stageArn: step.stageArn, userId: step.userId, participantId });
        const session = sessions.get(keyOf(step));
        if (session === undefined) sessions.set(keyOf(step), open(participantId));
        else {
          session.participantId = participantId;
          hear(session);
        }
        expect(answer).toMatchObject({ kind: 'rejoined', data: { currentViewers: presentOn(step.stageArn) } });
        return;
      }
      case 'heartbeat': {
        const session = sessions.get(keyOf(step));
        const answer = viewers.heartbeat({ ...step, ...participantIdFor(session, step.as) });
        if (session !== undefined && step.as !== 'outdated') hear(session);
        expect(answer).toBe(session === undefined ? -1 : presentOn(step.stageArn));
        return;
      }
      case 'leave': {
        const session = sessions.get(keyOf(step));
        const answer = await viewers.leave({ ...step, ...participantIdFor(session, step.as) });
        if (step.as !== 'outdated') sessions.delete(keyOf(step));
        expect(answer.currentViewers).toBe(presentOn(step.stageArn));
        return;
      }
      case 'sweep':
        viewers.sweep();
        for (const [key, { sinceMs }] of sessions) {
          if (clock.monotonicMs() - sinceMs >= TIMEOUT_MS) sessions.delete(key);
        }
        return;
      case 'write-behind':
        await store.commit([]);
        store.writeBehind();
        for (const session of sessions.values()) {
          if (session.heardAt === null) continue;
          session.storedHeardAt = session.heardAt;
          session.heardAt = null;
        }
        return;
      case 'kill':
        await store.commit([]);
        store.crash();
        await start();
        for (const [key, session] of sessions) {
          const { storedHeardAt } = session;
          if (clock.wallMs() - storedHeardAt >= TIMEOUT_MS) sessions.delete(key);
          Object.assign(session, {
            present: false,
            sinceMs: clock.monotonicMs(),
            heardAt: null,
            anchor: { ms: clock.monotonicMs(), wall: clock.wallMs() },
          });
        }
        return;
      case 'pass':
        return clock.advance(step.ms);
      case 'step-wall':
        return clock.stepWall(step.ms);
    }
  }

  async function agrees(): Promise<void> {
    const present = [...sessions].filter(([, session]) => session.present).map(([key]) => key);
    expect(viewers.presence.size).toBe(present.length);
    for (const stageArn of STAGES) {
      const listed = viewers.presence.stage(stageArn)?.order.page(0, 100) ?? [];
      const expected = present.filter((key) => key.endsWith(stageArn)).sort();
      expect(listed.map(({ userId }) => keyOf({ stageArn, userId })).sort()).toEqual(expected);
      expect(viewers.presence.count(stageArn)).toBe(expected.length);
      expect([...told.get(stageArn)!.keys()].map((userId) => keyOf({ stageArn, userId })).sort()).toEqual(expected);
    }
    await store.commit([]);
    const open = (await store.openSessions(0, 100)).map((each) => [keyOf(each), each.participantId]);
    expect(open.sort()).toEqual([...sessions].map(([key, { participantId }]) => [key, participantId]).sort());
  }

  await start();
  try {
    for (const step of steps) {
      await perform(step);
      await agrees();
    }
    for (const userId of USERS) for (const stageArn of STAGES) await viewers!.leave({ stageArn, userId });
    sessions.clear();
    await agrees();
    expect([...viewers!.presence.stages()], 'left behind').toEqual([]);
  } finally {
    store!.crash();
  }
}

test('any interleaving of token, rejoin, heartbeat, leave, sweep, kill and clock steps agrees with the model', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), play), {
    numRuns: 60,
  });
});
