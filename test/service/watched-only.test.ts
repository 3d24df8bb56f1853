/**
 * A till that only watches: what its stage page and the service itself ask, again and again, never starts the thread
 * for long questions with its memory.
 */
import { expect, onTestFinished, test } from 'vitest';
import { createEventFetcher } from '../../electron/service/aws/event-fetcher.ts';
import { createEventLog } from '../../electron/service/aws/event-log.ts';
import { createRecorded } from '../../electron/service/aws/recorded.ts';
import { createStageDirectory } from '../../electron/service/aws/stage-directory.ts';
import { logged } from '../../electron/service/presence/records.ts';
import { openStore } from '../../electron/service/store/open.ts';
import { until } from '../local-stage/support/until.ts';
import { fakeTime } from './aws/support/fake-time.ts';
import { startObservedStage } from './aws/support/observed-stage.ts';
import { checkedCalls } from './http/support/call.ts';
import { readEvents } from './http/support/event-reader.ts';
import { startService } from './http/support/service.ts';
import { tempFolder } from './support/temp-folder.ts';
import { threadsStarted } from './support/threads-started.ts';

const READER = 'store-reader';

test('the stage page’s questions, a viewer who comes and goes and who follows the events', async () => {
  const threads = threadsStarted();
  const running = await startService();
  onTestFinished(() => running.close());
  const call = checkedCalls(running.url);
  const events = await readEvents(running.url);
  onTestFinished(() => events.close());
  const body = { userId: 'till', stageArn: running.stageArn };
  await call('POST', '/api/token/viewer', { body });
  await call('POST', '/api/viewer/leave', { body });
  await events.until((seen) => seen.filter(({ event }) => event === 'presence').length === 2);

  for (const path of ['/health', '/api/stats', '/api/stages', '/api/cost/settings', '/api/participants?limit=2000'])
    expect((await call('GET', path)).status, path).toBe(200);
  expect((await call('GET', '/api/drift')).status).toBe(200);
  const log = await call('GET', '/api/log?limit=2');
  expect(log.status).toBe(200);
  expect((await call('GET', `/api/log?limit=2&cursor=${log.body.data.nextCursor}`)).status).toBe(200);
  const resumed = await readEvents(running.url, { lastEventId: '1' });
  onTestFinished(() => resumed.close());
  await resumed.until((seen) => seen.length > 0);
  expect(threads).not.toContain(READER);

  expect((await call('GET', '/api/overview')).status).toBe(200);
  expect(threads, 'the figures of a day do start it').toContain(READER);
});

test('what AWS recorded of a viewer who ended, in this run or shortly before it', async () => {
  const threads = threadsStarted();
  const { stage, questions, join } = await startObservedStage();
  const { clock, after, time } = fakeTime();
  const store = await openStore({ dataDir: tempFolder() });
  onTestFinished(() => store.close());
  const directory = createStageDirectory({ defaultStageArn: stage.stageArn, stages: [], region: null }, clock);
  const fetcher = createEventFetcher({
    ...{ questions, store, clock, after },
    recorded: createRecorded({ questions, directory, store, clock }),
    eventLog: createEventLog({ store, clock }),
    onProblem: (error) => {
      throw error;
    },
  });
  onTestFinished(() => fetcher.close());
  const viewer = await join('till');
  await viewer.leave();
  const { participantId } = viewer;
  const who = { stageArn: stage.stageArn, userId: 'till' };
  await store.commit([logged('presence.left', 'api', who, { at: clock.wallMs(), participantId })]);
  await fetcher.resume();
  await time.advance(15_000);
  await until('its events are in the log', async () => (await store.log({ participantId }, undefined, 9)).length === 3);
  expect(threads).not.toContain(READER);
});
