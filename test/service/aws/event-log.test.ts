/** AWS's events in the connection log: each once, over the real database. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { createEventLog } from '../../../electron/service/aws/event-log.ts';
import type { EventFacts } from '../../../electron/service/aws/questions.ts';
import { STAGE } from '../support/audience.ts';
import { type EngineStore, openEngineStore } from '../support/engine-store.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { createTestClock } from '../support/test-clock.ts';

const session = { stageArn: STAGE, sessionId: 'st-AAAAAAAAAAAAA' };
const who = { participantId: 'p1', userId: '收銀台 7' };
const AT = Date.parse('2026-03-01T08:00:00.000Z');
const event = (name: string, atMs: number, rest: Partial<EventFacts> = {}): EventFacts => ({
  ...{ name, at: AT + atMs, remoteParticipantId: null, errorCode: null },
  ...rest,
});

function start(dataDir = tempFolder()) {
  const store = openEngineStore(dataDir);
  onTestFinished(() => store.crash());
  const clock = createTestClock();
  return { dataDir, store, clock, eventLog: createEventLog({ store, clock }) };
}
const written = async (store: EngineStore) =>
  (await store.logAfter(0, 10_000)).map(({ type, details }) => [type, details.awsAt ?? null]);

test("an event becomes an entry of AWS with the time at which we learnt of it, and AWS's own beside it", async () => {
  const { eventLog, store, clock } = start();
  clock.advance(15_000);
  const failed = event('SUBSCRIBE_ERROR', 10, { remoteParticipantId: 'obs', errorCode: 'PUBLISHER_NOT_FOUND' });
  expect(await eventLog.record(session, who, [event('JOINED', 0), failed])).toBe(2);
  const at = new Date(AT + 15_000).toISOString();
  const common = { at, source: 'aws', stageArn: STAGE, userId: '收銀台 7', participantId: 'p1', reason: null };
  expect(await store.logAfter(0, 10)).toEqual([
    {
      id: 1,
      ...common,
      type: 'aws.joined',
      details: { awsAt: '2026-03-01T08:00:00.000Z', sessionId: session.sessionId },
    },
    {
      id: 2,
      ...common,
      type: 'aws.subscribe-error',
      details: {
        awsAt: '2026-03-01T08:00:00.010Z',
        sessionId: session.sessionId,
        errorCode: 'PUBLISHER_NOT_FOUND',
        remoteParticipantId: 'obs',
      },
    },
  ]);
});

describe('each event is kept once', () => {
  const events = [event('JOINED', 0), event('SUBSCRIBE_STARTED', 5, { remoteParticipantId: 'obs' }), event('LEFT', 9)];

  test('however often it is read, in whatever portions', async () => {
    const { eventLog, store } = start();
    await eventLog.record(session, who, events.slice(0, 1));
    await eventLog.record(session, who, events.slice(0, 2));
    expect(await eventLog.record(session, who, events)).toBe(1);
    expect(await eventLog.record(session, who, events)).toBe(0);
    expect((await written(store)).map(([type]) => type)).toEqual(['aws.joined', 'aws.subscribe-started', 'aws.left']);
  });

  test('by many readers at once', async () => {
    const { eventLog, store } = start();
    const counts = await Promise.all(Array.from({ length: 20 }, () => eventLog.record(session, who, events)));
    expect(counts.reduce((sum, count) => sum + count)).toBe(3);
    expect(await written(store)).toHaveLength(3);
  });

  test('over a restart', async () => {
    const first = start();
    await first.eventLog.record(session, who, events.slice(0, 2));
    first.store.crash();
    const again = start(first.dataDir);
    expect(await again.eventLog.record(session, who, events)).toBe(1);
    expect(await written(again.store)).toHaveLength(3);
  });

  test('equal ones are as many as AWS has', async () => {
    const { eventLog, store, dataDir } = start();
    const twice = [event('JOINED', 0), event('JOINED', 0)];
    expect(await eventLog.record(session, who, twice)).toBe(2);
    store.crash();
    expect(await start(dataDir).eventLog.record(session, who, [...twice, event('JOINED', 0)])).toBe(1);
  });

  test('the same event of another session, stage or participant is another one', async () => {
    const { eventLog } = start();
    const joined = [event('JOINED', 0)];
    const other = { stageArn: `${STAGE}2`, sessionId: session.sessionId };
    expect(await eventLog.record(session, who, joined)).toBe(1);
    expect(await eventLog.record({ ...session, sessionId: 'st-BBBBBBBBBBBBB' }, who, joined)).toBe(1);
    expect(await eventLog.record(other, who, joined)).toBe(1);
    expect(await eventLog.record(session, { ...who, participantId: 'p2' }, joined)).toBe(1);
  });
});

test('an event that this version has no name for is left out', async () => {
  const { eventLog } = start();
  expect(await eventLog.record(session, who, [event('TELEPORTED', 0), event('toString', 1), event('LEFT', 2)])).toBe(1);
});
