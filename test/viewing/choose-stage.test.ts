/** docs/viewing-session.md, "Another stage": whatever the session is at, the viewer may choose another stage. */
import { describe, expect, it } from 'vitest';
import { rememberedStage } from '../../electron/viewing/remembered-stage.ts';
import { createTill, STAGE_ARN, sdkError } from './till.ts';

const OTHER = `${STAGE_ARN}2`;
const THIRD = `${STAGE_ARN}3`;
type Till = ReturnType<typeof createTill>;

async function watching(): Promise<Till> {
  const till = createTill();
  await till.start();
  till.clearCalls();
  return till;
}
async function choose(till: Till, stageArn: string): Promise<void> {
  till.session.chooseStage(stageArn);
  await till.clock.advance(0);
}
const parked = async () => {
  const till = await watching();
  await till.signal({ type: 'minimize' });
  await till.clock.advance(30_000);
  till.clearCalls();
  return till;
};

describe('while watching', () => {
  it('leaves the present stage with the reason, and joins the other with a fresh token', async () => {
    const till = await watching();
    await choose(till, OTHER);
    expect(till.commands.map(({ kind }) => kind)).toEqual(['connect', 'disconnect', 'connect']);
    expect(till.commands.at(-1)).toMatchObject({ token: 'token-2' });
    expect(till.calls).toMatchObject([
      { name: 'leave', body: { participantId: 'participant-1', stageArn: STAGE_ARN, reason: 'stage-changed' } },
      { name: 'token', body: { stageArn: OTHER } },
    ]);
    expect(till.view()).toMatchObject({ phase: 'watching', stageArn: OTHER, participantId: 'participant-2' });
    await till.clock.advance(1_000);
    expect(till.logged).toContainEqual(expect.objectContaining({ type: 'viewer.connecting', reason: 'stage-changed' }));
  });

  it('never holds two Stages, and shows at once where it is going', async () => {
    const till = await watching();
    till.rendererStopsObeying();
    await choose(till, OTHER);
    expect(till.view()).toMatchObject({ phase: 'rejoining', stageArn: OTHER });
    expect(till.calls).toEqual([]);
    expect(till.commands.at(-1)).toMatchObject({ kind: 'disconnect' });
    await till.says({ type: 'left', reason: 'user-initiated' });
    expect(till.callNames()).toEqual(['leave', 'token']);
  });

  it('beats for the other stage from then on', async () => {
    const till = await watching();
    await choose(till, OTHER);
    await till.clock.advance(30_000);
    expect(till.callsOf('heartbeat')).toMatchObject([{ body: { stageArn: OTHER, participantId: 'participant-2' } }]);
  });

  it('does nothing for the stage that is being watched', async () => {
    const till = await watching();
    await choose(till, STAGE_ARN);
    expect(till.commands).toHaveLength(1);
    expect(till.calls).toEqual([]);
  });

  it('the last choice counts, however fast they come', async () => {
    const till = await watching();
    till.session.chooseStage(OTHER);
    till.session.chooseStage(THIRD);
    await till.clock.advance(0);
    expect(till.view()).toMatchObject({ phase: 'watching', stageArn: THIRD });
    expect(till.callsOf('token')).toMatchObject([{ body: { stageArn: THIRD } }]);
  });
});

describe('while a token is on its way', () => {
  it('drops the one that comes for the other stage, ends its presence, and asks for the right one', async () => {
    const till = createTill();
    till.api('token', 'held');
    await till.start();
    await choose(till, OTHER);
    till.api('token', 'ok');
    await till.release();
    expect(till.calls).toMatchObject([
      { name: 'token', body: {} },
      { name: 'leave', body: { stageArn: STAGE_ARN, participantId: 'participant-1', reason: 'stage-changed' } },
      { name: 'token', body: { stageArn: OTHER } },
    ]);
    expect(till.commands).toMatchObject([{ kind: 'connect', token: 'token-2' }]);
  });

  it('a refusal of the other stage is nobody’s end', async () => {
    const till = createTill({ stageArn: STAGE_ARN });
    till.api('token', 'held');
    await till.start();
    await choose(till, OTHER);
    till.api('token', 'ok');
    till.refuse('token', { code: 'STAGE_NOT_FOUND', retryable: false });
    await till.clock.advance(0);
    expect(till.view()).toMatchObject({ phase: 'watching', stageArn: OTHER });
  });
});

describe('while nobody looks', () => {
  it('parked: stays parked, ends the stretch of the other stage, and joins with a new ticket when looked at', async () => {
    const till = await parked();
    await choose(till, OTHER);
    expect(till.view()).toMatchObject({ phase: 'parked', stageArn: OTHER, participantId: null });
    expect(till.calls).toMatchObject([{ name: 'leave', body: { stageArn: STAGE_ARN, reason: 'stage-changed' } }]);
    till.clearCalls();
    await till.signal({ type: 'restore' });
    expect(till.calls).toMatchObject([{ name: 'token', body: { stageArn: OTHER } }]);
    expect(till.phase()).toBe('watching');
  });

  it('away: leaves at once and waits for a look', async () => {
    const till = await watching();
    await till.signal({ type: 'panel', onScreen: false });
    till.clearCalls();
    await choose(till, OTHER);
    expect(till.connected()).toBe(false);
    expect(till.view()).toMatchObject({ phase: 'parked', reason: 'another-page', stageArn: OTHER });
    expect(till.callNames()).toEqual(['leave']);
    await till.signal({ type: 'panel', onScreen: true });
    expect(till.view()).toMatchObject({ phase: 'watching', stageArn: OTHER });
  });
});

describe('while it does not go well', () => {
  it('retrying: joins the other stage at once', async () => {
    const till = await watching();
    await till.says({ type: 'left', reason: 'unknown' });
    await choose(till, OTHER);
    expect(till.view()).toMatchObject({ phase: 'watching', stageArn: OTHER });
    expect(till.commands.at(-1)).toMatchObject({ token: 'token-2' });
  });

  it('ended: choosing is asking for it', async () => {
    const till = await watching();
    await till.says({ type: 'left', reason: 'stage-deleted' });
    await choose(till, OTHER);
    expect(till.view()).toMatchObject({ phase: 'watching', stageArn: OTHER });
  });

  it('ended, and nobody looks: joined at the next look', async () => {
    const till = await watching();
    await till.says({ type: 'left', reason: 'stage-deleted' });
    await till.signal({ type: 'blur' });
    await choose(till, OTHER);
    expect(till.phase()).toBe('parked');
    await till.signal({ type: 'focus' });
    expect(till.view()).toMatchObject({ phase: 'watching', stageArn: OTHER });
  });

  it('on a machine that can play none it stays so', async () => {
    const till = createTill();
    till.session.rendererReady({ supported: false });
    await choose(till, OTHER);
    expect(till.view()).toMatchObject({ phase: 'ended', reason: 'unsupported' });
    expect(till.calls).toEqual([]);
  });

  it('a fault of the other stage is not counted against this one', async () => {
    const till = await watching();
    for (const failures of [1, 2, 3]) {
      await till.says({ type: 'error', error: sdkError(4, 'JOIN_ERROR'), received: 0 });
      await till.clock.advance(failures * 1_000);
    }
    await choose(till, OTHER);
    await till.says({ type: 'left', reason: 'unknown' });
    expect(till.view()).toMatchObject({ phase: 'retrying', retryInMs: 1_000 });
  });
});

describe('a stage that does not exist', () => {
  it('ends, with what the API says, and does not ask again', async () => {
    const till = await watching();
    till.api('token', { code: 'STAGE_NOT_FOUND', retryable: false });
    await choose(till, OTHER);
    expect(till.view()).toMatchObject({ phase: 'ended', reason: 'stage-not-found', message: 'token failed' });
    await till.signal({ type: 'blur' });
    await till.signal({ type: 'focus' });
    await till.clock.advance(600_000);
    expect(till.callsOf('token')).toHaveLength(1);
  });

  it('remembered from an earlier start: the default is watched instead', async () => {
    const till = createTill({ rememberedStageArn: OTHER });
    till.api('token', 'held');
    await till.start();
    expect(till.view()).toMatchObject({ stageArn: OTHER });
    till.refuse('token', { code: 'STAGE_NOT_FOUND', retryable: false });
    till.api('token', 'ok');
    await till.clock.advance(0);
    expect(till.calls.map(({ body }) => body)).toEqual([{ userId: 'till-1', stageArn: OTHER }, { userId: 'till-1' }]);
    expect(till.view()).toMatchObject({ phase: 'watching', stageArn: STAGE_ARN });
  });
});

describe('the stage remembered from an earlier start', () => {
  it.each([
    ['nothing was chosen', undefined, [OTHER], undefined],
    ['it is still named', OTHER, [OTHER, THIRD], OTHER],
    ['it is the default', STAGE_ARN, [], STAGE_ARN],
    ['it is named no more', OTHER, [THIRD], undefined],
    ['all that AWS has may be watched', OTHER, 'all' as const, OTHER],
  ])('%s', (_case, chosen, stages, remembered) => {
    expect(rememberedStage(chosen, stages, STAGE_ARN)).toBe(remembered);
  });

  it('is watched', async () => {
    const till = createTill({ stageArn: STAGE_ARN, rememberedStageArn: OTHER });
    await till.start();
    expect(till.calls[0]!.body).toMatchObject({ stageArn: OTHER });
    expect(till.view()).toMatchObject({ phase: 'watching', stageArn: OTHER });
  });
});
