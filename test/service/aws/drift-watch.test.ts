/** Looks at who is connected at a real stage, in the test's time. */
import { describe, expect, test } from 'vitest';
import { GRACE_MS } from '../../../electron/service/aws/drift.ts';
import { createDriftWatch } from '../../../electron/service/aws/drift-watch.ts';
import { createStageDirectory } from '../../../electron/service/aws/stage-directory.ts';
import { Presence } from '../../../electron/service/presence/presence.ts';
import { until } from '../../local-stage/support/until.ts';
import { fakeTime } from './support/fake-time.ts';
import { startObservedStage } from './support/observed-stage.ts';

async function start() {
  const observed = await startObservedStage();
  const { stageArn } = observed.stage;
  const { clock, after, time } = fakeTime();
  const directory = createStageDirectory({ defaultStageArn: stageArn, stages: [], region: null }, clock);
  const presence = new Presence({ timeoutMs: 60_000 });
  let looked = true;
  const watch = createDriftWatch({
    ...{ questions: observed.questions, directory, presence, clock, after },
    watched: () => (looked ? [stageArn] : []),
  });
  const now = () => ({ ms: clock.monotonicMs(), wall: clock.wallMs() });
  return {
    ...observed,
    ...{ stageArn, presence, watch, time },
    report: () => watch.report([stageArn], 1_000_000),
    /** A viewer of ours, as presence has it. */
    present: (userId: string, participantId: string) => presence.token({ stageArn, userId }, participantId, now()),
    look: (value: boolean) => {
      looked = value;
      watch.wake();
    },
    /** Time passes, with a look every 30 s. */
    async pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 30_000) {
        const { length } = observed.asked;
        await time.advance(30_000);
        if (looked) await until('it was looked', () => observed.asked.length > length);
        await watch.report([stageArn], 1_000_000);
      }
    },
  };
}

test('who is on both sides is no ghost; a stage without a session costs one question', async () => {
  const { report, present, join, asked, pass } = await start();
  expect(await report()).toMatchObject({ asOf: expect.any(Number), ghosts: [], failure: null });
  expect(asked).toEqual(['getStage']);
  const { participantId } = await join('till');
  present('till', participantId);
  await pass(GRACE_MS + 60_000);
  expect((await report()).ghosts).toEqual([]);
});

test('ghosts of both kinds appear after the grace, with their time, and go when they end', async () => {
  const { report, present, join, pass, stageArn, presence, time } = await start();
  const crashed = await join('crashed');
  present('frozen', 'not-connected');
  await report();
  await pass(60_000);
  expect((await report()).ghosts).toEqual([]);
  await pass(GRACE_MS);
  const { ghosts, asOf } = await report();
  expect(ghosts).toEqual(
    expect.arrayContaining([
      { kind: 'only-here', stageArn, userId: 'frozen', participantId: 'not-connected', since: expect.any(Number) },
      {
        kind: 'only-there',
        stageArn,
        userId: 'crashed',
        participantId: crashed.participantId,
        since: expect.any(Number),
      },
    ]),
  );
  for (const { since } of ghosts) expect((asOf ?? 0) - since).toBeGreaterThanOrEqual(GRACE_MS);
  presence.leave({ stageArn, userId: 'frozen' }, undefined);
  expect(
    (await report()).ghosts.map(({ kind }) => kind),
    'at once, without another look',
  ).toEqual(['only-there']);
  await crashed.leave();
  await time.advance(30_000);
  await until('it is gone', async () => (await report()).ghosts.length === 0);
});

describe('AWS', () => {
  test('is not asked while nobody looks; a look after a long time begins anew', async () => {
    const { report, present, asked, look, pass, time } = await start();
    present('frozen', 'not-connected');
    await report();
    await pass(60_000);
    look(false);
    const { length } = asked;
    await time.advance(3_600_000);
    expect(asked).toHaveLength(length);
    expect((await report()).ghosts, 'nobody knows how it was in between').toEqual([]);
    expect(asked.length).toBeGreaterThan(length);
  });

  test('that fails: what is known stays, with its time, and the failure is told', async () => {
    const { report, stage, time, watch, stageArn } = await start();
    const { asOf } = await report();
    stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'GetStage', times: 100 });
    await time.advance(30_000);
    await until('the failure is told', async () => (await watch.report([stageArn], 0)).failure !== null);
    expect(await report()).toMatchObject({ asOf, failure: { call: 'GetStage', advice: 'access-denied' } });
  });

  test('that hangs keeps nobody waiting', async () => {
    const { stage, watch, stageArn, time } = await start();
    stage.failNext({ kind: 'hang' });
    const report = watch.report([stageArn], 2_500);
    await time.advance(2_500);
    expect(await report).toEqual({ asOf: null, ghosts: [], failure: null });
    watch.close();
    expect(time.pendingTimers()).toBe(0);
  });
});

test('an audience of several pages is asked a page a second', async () => {
  const { report, join, asked, answered, time } = await start();
  for (let index = 0; index < 101; index += 1) await join(`till-${index}`);
  const reported = report();
  await until('the first page is in', () => answered.length === 2);
  await time.advance(999);
  expect(asked).toHaveLength(2);
  await time.advance(1);
  expect((await reported).asOf).not.toBeNull();
  expect(asked).toEqual(['getStage', 'listParticipants', 'listParticipants']);
});
