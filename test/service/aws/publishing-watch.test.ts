/** The publisher's state, kept fresh while somebody looks: real questions to a real stage, in the test's time. */
import { describe, expect, test } from 'vitest';
import type { LocalStageOptions } from '../../../electron/local-stage/index.ts';
import { createPublishingWatch, type PublishingWatch } from '../../../electron/service/aws/publishing-watch.ts';
import { createStageDirectory } from '../../../electron/service/aws/stage-directory.ts';
import type { Publishing } from '../../../shared/api.ts';
import { until } from '../../local-stage/support/until.ts';
import { publishWith } from '../../local-stage/support/whip-client.ts';
import { fakeTime } from './support/fake-time.ts';
import { startObservedStage } from './support/observed-stage.ts';

async function start(options: LocalStageOptions = {}) {
  const observed = await startObservedStage(options);
  const { stageArn } = observed.stage;
  const { clock, after, time } = fakeTime();
  const directory = createStageDirectory({ defaultStageArn: stageArn, stages: [], region: null }, clock);
  const told: Publishing[] = [];
  let looked = true;
  const watch: PublishingWatch = createPublishingWatch({
    ...{ questions: observed.questions, directory, clock, after },
    watched: () => (looked ? [{ stageArn, isDefault: true, viewers: 0 }] : []),
    onChange: (_stageArn, publishing) => void told.push(publishing),
  });
  /** A round that was begun is through: whatever it asked has been answered. */
  const refreshed = () => watch.refresh([stageArn], 1_000_000);
  return {
    ...observed,
    ...{ stageArn, time, watch, told, refreshed },
    state: () => watch.at(stageArn).state,
    states: () => told.map(({ state }) => state),
    look(value: boolean) {
      looked = value;
      watch.wake();
    },
  };
}

describe('the state', () => {
  test('is unknown, then what AWS says, with its publishers', async () => {
    const { watch, stageArn, refreshed, told, asked } = await start({ testCard: true });
    expect(watch.at(stageArn)).toEqual({ state: 'unknown', asOf: null, publishers: [], validForMs: 0 });
    await refreshed();
    expect(watch.at(stageArn)).toMatchObject({
      state: 'live',
      publishers: [{ participantId: 'TestCard0001', userId: 'test-card' }],
    });
    expect(asked).toEqual(['getStage', 'listParticipants', 'listEvents']);
    expect(told).toEqual([watch.at(stageArn)]);
  });

  test('of a stage without a session costs one question; viewers are no publishers', async () => {
    const { state, refreshed, asked, join, time } = await start();
    await refreshed();
    expect(state()).toBe('not-live');
    expect(asked).toEqual(['getStage']);
    await join('viewer');
    await time.advance(20_000);
    await refreshed();
    expect(state()).toBe('not-live');
  });

  test('follows a publisher that ceases, and one that begins, each told once', async () => {
    const { stage, state, states, refreshed, time, join } = await start({ testCard: true });
    await join('viewer'); // the session goes on without a publisher
    await refreshed();
    stage.stopTestCard();
    await time.advance(4_000);
    await until('it is not live', () => state() === 'not-live');
    await time.advance(4_000);
    stage.startTestCard();
    await time.advance(4_000);
    await until('it is live again', () => state() === 'live');
    expect(states()).toEqual(['live', 'not-live', 'live']);
  });

  test('follows a publisher who ceases and stays connected: "published" is true of it for good', async () => {
    const { stage, stageArn, state, refreshed, time, join, questions } = await start();
    const publisher = await join('obs', { publish: true });
    const media = await publishWith('VP8', `${stage.endpoint}/publish/${publisher.participantId}`, publisher.token);
    await refreshed();
    expect(state()).toBe('live');
    await fetch(media.resource, { method: 'DELETE', headers: { Authorization: `Bearer ${publisher.token}` } });
    media.stop();
    await time.advance(4_000);
    await until('it is not live', () => state() === 'not-live');
    const { activeSessionId } = await questions.getStage(stageArn);
    const session = { stageArn, sessionId: activeSessionId ?? '' };
    const { items } = await questions.listParticipants(session, { published: true }, { limit: 100 });
    expect(items).toMatchObject([{ participantId: publisher.participantId, state: 'CONNECTED', published: true }]);
  });
});

describe('the truth has an end', () => {
  test('10 s after the question, where AWS answers no more: unknown, with the time of the last answer', async () => {
    const { stage, watch, stageArn, state, states, refreshed, time } = await start({ testCard: true });
    await refreshed();
    const { asOf } = watch.at(stageArn);
    stage.failNext({ kind: 'error', name: 'ServiceUnavailableException' }, { times: 1_000 });
    await time.advance(4_000);
    await until('the failure is in', () => watch.failure(stageArn) !== null);
    await time.advance(5_999);
    expect(state()).toBe('live');
    await time.advance(1);
    expect(watch.at(stageArn)).toEqual({ state: 'unknown', asOf, publishers: [], validForMs: 0 });
    expect(states()).toEqual(['live', 'unknown']);
    expect(watch.failure(stageArn)).toMatchObject({ call: 'GetStage', reason: 'ServiceUnavailableException' });
  });

  test('and a beginning when AWS answers again', async () => {
    const { stage, watch, stageArn, state, refreshed, time } = await start({ testCard: true });
    stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'ListParticipants', times: 1 });
    await refreshed();
    expect(state()).toBe('unknown');
    await time.advance(8_000);
    await until('AWS answered', () => state() === 'live');
    expect(watch.failure(stageArn)).toBeNull();
  });
});

describe('asking', () => {
  test('rests while nobody looks, and what was known runs out; who looks again is answered', async () => {
    const { asked, state, refreshed, look, time } = await start();
    await refreshed();
    look(false);
    await time.advance(3_600_000);
    expect(asked).toEqual(['getStage']);
    expect(state()).toBe('unknown');
    look(true);
    await refreshed();
    expect(state()).toBe('not-live');
  });

  test('is done at once when a client saw a publisher come or go, and once more when AWS has had time', async () => {
    const { asked, watch, stageArn, refreshed, state, stage, time } = await start();
    await refreshed();
    stage.startTestCard();
    await time.advance(1_000);
    watch.hint(stageArn);
    await until('it is live', () => state() === 'live');
    const { length } = asked;
    await time.advance(2_000);
    await until('it was asked once more', () => asked.length === length + 3);
  });

  test('many that wait for an answer share one round', async () => {
    const { asked, refreshed } = await start();
    await Promise.all(Array.from({ length: 50 }, refreshed));
    expect(asked).toEqual(['getStage']);
  });

  test('who waits is not kept longer than wanted', async () => {
    const { stage, watch, stageArn, time, state } = await start();
    stage.failNext({ kind: 'hang' });
    const waited = watch.refresh([stageArn], 2_500);
    await time.advance(2_500);
    await waited;
    expect(state()).toBe('unknown');
  });

  test('ends when it is closed: no timer stays, and who waits is let go', async () => {
    const { watch, stage, stageArn, time, refreshed } = await start();
    await refreshed();
    watch.hint(stageArn);
    stage.failNext({ kind: 'hang' });
    await time.advance(20_000);
    const waited = watch.refresh([stageArn], 1_000_000);
    watch.close();
    await waited;
    expect(time.pendingTimers()).toBe(0);
  });
});
