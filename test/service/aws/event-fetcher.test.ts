/** What AWS recorded of participants that ended, fetched in the background: late enough, one by one, never lost to a failure. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { createEventFetcher } from '../../../electron/service/aws/event-fetcher.ts';
import { createEventLog } from '../../../electron/service/aws/event-log.ts';
import { createRecorded } from '../../../electron/service/aws/recorded.ts';
import { createStageDirectory } from '../../../electron/service/aws/stage-directory.ts';
import { logged } from '../../../electron/service/presence/records.ts';
import type { LogEntry, LogType } from '../../../shared/log.ts';
import { until } from '../../local-stage/support/until.ts';
import { openEngineStore } from '../support/engine-store.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { fakeTime } from './support/fake-time.ts';
import { startObservedStage } from './support/observed-stage.ts';

async function start() {
  const observed = await startObservedStage();
  const { stageArn } = observed.stage;
  const { clock, after, time } = fakeTime();
  const store = openEngineStore(tempFolder());
  onTestFinished(() => store.crash());
  const problems: unknown[] = [];
  const recorded = createRecorded({
    questions: observed.questions,
    directory: createStageDirectory({ defaultStageArn: stageArn, stages: [], region: null }, clock),
    ...{ store, clock },
  });
  const fetcher = createEventFetcher({
    ...{ questions: observed.questions, recorded, store, clock, after },
    eventLog: createEventLog({ store, clock }),
    onProblem: (error) => void problems.push(error),
  });
  onTestFinished(() => fetcher.close());
  const types = async () =>
    (await store.log({}, undefined, 500)).filter(({ source }) => source === 'aws').map(({ type }) => type);
  return {
    ...observed,
    ...{ stageArn, time, clock, store, fetcher, problems, types },
    /** Tells of the end of a participant, as the log does. */
    ended(participantId: string, type: LogType = 'presence.left') {
      const { entry } = logged(type, 'api', { stageArn, userId: 'till' }, { at: clock.wallMs(), participantId });
      fetcher.onLog([{ ...entry, id: 1, at: new Date(entry.at).toISOString() } as LogEntry]);
    },
  };
}

test('a participant that ended is asked about 15 s later, and its events come into the log', async () => {
  const { join, ended, time, asked, types, fetcher } = await start();
  const viewer = await join('till');
  await viewer.leave();
  ended(viewer.participantId);
  await time.advance(14_999);
  expect(asked).toEqual([]);
  await time.advance(1);
  await until('its events are in the log', async () => (await types()).length === 2);
  expect(await types()).toEqual(['aws.left', 'aws.joined']);
  expect(asked).toEqual(['listSessions', 'listEvents']);
  expect(fetcher.waiting).toBe(0);
});

test.each([
  'presence.left',
  'presence.timed-out',
  'presence.interrupted',
  'presence.superseded',
  'participant.removed',
] as const)('%s is an end; joining is none', async (type) => {
  const { ended, fetcher } = await start();
  ended('p1', 'presence.joined');
  expect(fetcher.waiting).toBe(0);
  ended('p1', type);
  ended('p1', type);
  expect(fetcher.waiting, 'twice the same waits once').toBe(1);
});

test('many go one by one, each 2 s after the other', async () => {
  const { join, ended, time, asked } = await start();
  const viewers = await Promise.all(['a', 'b', 'c'].map((userId) => join(userId)));
  for (const { participantId } of viewers) ended(participantId);
  const fetched = () => asked.filter((name) => name === 'listEvents').length;
  await time.advance(15_000);
  await until('the first is fetched', () => fetched() === 1);
  await time.advance(1_999);
  expect(fetched()).toBe(1);
  await time.advance(1);
  await until('the second is fetched', () => fetched() === 2);
  await time.advance(2_000);
  await until('the third is fetched', () => fetched() === 3);
});

describe('a failure', () => {
  test('makes the queue wait a minute, and is tried three times', async () => {
    const { join, ended, time, stage, types, problems, fetcher } = await start();
    const { participantId } = await join('till');
    stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'ListParticipantEvents', times: 2 });
    ended(participantId);
    for (let tries = 1; tries <= 2; tries += 1) {
      await time.advance(60_000);
      await until('it failed', () => problems.length === tries && fetcher.waiting === 1);
    }
    expect(problems).toMatchObject([{ reason: 'AccessDeniedException' }, { reason: 'AccessDeniedException' }]);
    await time.advance(60_000);
    await until('it came at last', async () => (await types()).length === 1);
  });

  test('that does not end is given up', async () => {
    const { ended, time, stage, problems, fetcher } = await start();
    stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { times: 100 });
    ended('p1');
    for (let tries = 1; tries <= 3; tries += 1) {
      await time.advance(60_000);
      await until('it failed', () => problems.length === tries);
    }
    expect(fetcher.waiting).toBe(0);
  });

  test('to find somebody is none: who was never connected has no events', async () => {
    const { join, ended, time, problems, asked, fetcher } = await start();
    await join('somebody else');
    ended('NeverThere01');
    await time.advance(15_000);
    await until('it was asked', () => asked.includes('listEvents') && fetcher.waiting === 0);
    expect(problems).toEqual([]);
  });
});

test('the queue is bounded', async () => {
  const { ended, fetcher } = await start();
  for (let index = 0; index < 2_100; index += 1) ended(`p${index}`);
  expect(fetcher.waiting).toBe(2_000);
});

test('a start goes on with those that ended shortly before it', async () => {
  const { store, clock, fetcher, stageArn } = await start();
  const write = (participantId: string, agoMs: number, type: LogType = 'presence.timed-out') =>
    logged(type, 'sweep', { stageArn, userId: 'u' }, { at: clock.wallMs() - agoMs, participantId });
  const since = Array.from({ length: 700 }, (_, index) => write(`p${index}`, 30_000, 'presence.joined'));
  await store.commit([write('long-ago', 3_600_000), write('just-now', 60_000), ...since]);
  await fetcher.resume();
  expect(fetcher.waiting).toBe(1);
});
