/** What AWS has recorded, asked of a real stage through the real client, and kept for a moment. */
import { describe, expect, test } from 'vitest';
import { createRecorded } from '../../../electron/service/aws/recorded.ts';
import { createStageDirectory } from '../../../electron/service/aws/stage-directory.ts';
import type { TokenRecord } from '../../../electron/service/store/types.ts';
import { until } from '../../local-stage/support/until.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startObservedStage } from './support/observed-stage.ts';

async function start() {
  const observed = await startObservedStage();
  const { stageArn } = observed.stage;
  const clock = createTestClock(Date.now());
  const tokens = new Map<string, TokenRecord>();
  const recorded = createRecorded({
    questions: observed.questions,
    directory: createStageDirectory({ defaultStageArn: stageArn, stages: [], region: null }, clock),
    store: { token: async (participantId) => tokens.get(participantId) },
    clock,
  });
  const ended = () =>
    until('the session is over', async () => (await observed.questions.getStage(stageArn)).activeSessionId === null);
  /** Somebody joins and leaves: a session of its own. */
  async function session(userId: string): Promise<string> {
    const joined = await observed.join(userId);
    await joined.leave();
    await ended();
    return joined.participantId;
  }
  return { ...observed, stageArn, clock, tokens, recorded, session, ended };
}

describe('the latest session', () => {
  test('is none, the last one, or the one that goes on', async () => {
    const { recorded, stageArn, session, join, clock } = await start();
    expect(await recorded.latestSession(stageArn)).toBeNull();
    clock.advance(5_001);
    await session('first');
    await session('second');
    const last = await recorded.latestSession(stageArn);
    expect(last?.endedAt).not.toBeNull();
    clock.advance(5_001);
    await join('third');
    const running = await recorded.latestSession(stageArn);
    expect(running?.endedAt).toBeNull();
    expect(running?.sessionId).not.toBe(last?.sessionId);
  });
});

describe('a participant', () => {
  test('who is connected is asked for anew after 5 s, one of a session that is over for half an hour not', async () => {
    const { recorded, stageArn, join, asked, clock, ended } = await start();
    const viewer = await join('till');
    await recorded.findParticipant(stageArn, viewer.participantId);
    const ask = () => recorded.findParticipant(stageArn, viewer.participantId);
    const count = () => asked.filter((name) => name === 'getParticipant').length;
    await ask();
    expect(count()).toBe(1);
    clock.advance(5_000);
    expect((await ask())?.value.details.state).toBe('CONNECTED');
    expect(count()).toBe(2);
    await viewer.leave();
    await ended();
    clock.advance(5_000);
    expect((await ask())?.value.events.map(({ name }) => name)).toEqual(['JOINED', 'LEFT']);
    expect(count()).toBe(3);
    clock.advance(30 * 60_000 - 1);
    await ask();
    expect(count()).toBe(3);
  });

  test('of whom something was heard is asked for again at once', async () => {
    const { recorded, stageArn, join, asked } = await start();
    const { participantId } = await join('till');
    await recorded.findParticipant(stageArn, participantId);
    recorded.changed(stageArn, participantId);
    await recorded.findParticipant(stageArn, participantId);
    expect(asked.filter((name) => name === 'getParticipant')).toHaveLength(2);
  });

  test('is found in the newest of its sessions; those before its token and after it are not searched', async () => {
    const { recorded, stageArn, session, asked, tokens, stage } = await start();
    for (let index = 0; index < 3; index += 1) await session(`other-${index}`);
    const participantId = await session('till');
    const found = await recorded.findParticipant(stageArn, participantId);
    expect(found?.value.details.userId).toBe('till');
    expect(asked.filter((name) => name === 'getParticipant')).toHaveLength(1);
    expect(await recorded.findParticipant(stageArn, 'NobodyEver01')).toBeNull();
    const longAgo = { issuedAt: Date.parse('2020-01-01'), expiresAt: Date.parse('2020-01-02') };
    tokens.set('OldToken0001', { ...longAgo, participantId: 'OldToken0001', stageArn, userId: 'u', removedAt: null });
    const before = asked.length;
    expect(await recorded.findParticipant(stageArn, 'OldToken0001')).toBeNull();
    expect(asked).toHaveLength(before);
    expect(stage.stageArn).toBe(stageArn);
  });
});

test('pages are of one session, in order, and cost one question each', async () => {
  const { recorded, stageArn, join, asked } = await start();
  for (let index = 0; index < 5; index += 1) await join(`till-${index}`);
  const { sessionId = '' } = (await recorded.latestSession(stageArn)) ?? {};
  const names: (string | null)[] = [];
  let nextToken: string | null | undefined;
  while (nextToken !== null) {
    const page = { limit: 2, ...(nextToken !== undefined && { nextToken }) };
    const { value } = await recorded.participants({ stageArn, sessionId }, page);
    names.push(...value.items.map(({ userId }) => userId));
    nextToken = value.nextToken;
  }
  expect(names).toEqual(['till-0', 'till-1', 'till-2', 'till-3', 'till-4']);
  expect(asked.filter((name) => name === 'listParticipants')).toHaveLength(3);
});
