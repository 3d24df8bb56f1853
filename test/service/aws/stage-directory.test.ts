/** Which stages there are, with as few calls as that takes. */
import { describe, expect, test } from 'vitest';
import { createStageDirectory, type StageWish } from '../../../electron/service/aws/stage-directory.ts';
import { createTestClock } from '../support/test-clock.ts';
import { startObservedStage } from './support/observed-stage.ts';

async function start(wishOf: (stageArn: string, others: string[]) => StageWish, otherStages = 6) {
  const observed = await startObservedStage();
  const { stageArn } = observed.stage;
  const others = Array.from({ length: otherStages }, (_, index) => stageArn.replace('Local', `Other${index}`));
  for (const arn of others) observed.stage.addStage(arn);
  const clock = createTestClock();
  const directory = createStageDirectory(wishOf(stageArn, others), clock);
  return { ...observed, stageArn, others, clock, directory };
}

describe('a few stages', () => {
  test('are asked for one by one, and not again within the age that is good enough', async () => {
    const { directory, questions, asked, clock, stageArn, others } = await start((arn, [first = '']) => ({
      defaultStageArn: arn,
      stages: [first],
      region: 'us-west-2',
    }));
    expect(directory.arns()).toEqual([stageArn, others[0]]);
    expect(await directory.stage(questions, stageArn, 2_000)).toMatchObject({ stageArn, name: 'LocalStage01' });
    clock.advance(2_000);
    await directory.stage(questions, stageArn, 2_000);
    expect(asked).toEqual(['getStage']);
    clock.advance(1);
    await directory.stage(questions, stageArn, 2_000);
    expect(asked).toEqual(['getStage', 'getStage']);
    expect(directory.source).toBe('settings');
  });
});

describe('many stages of one region', () => {
  const many = (defaultStageArn: string, stages: string[]): StageWish => ({ defaultStageArn, stages, region: null });

  test('are told by one list, however many ask at once', async () => {
    const { directory, questions, asked, others } = await start(many);
    await Promise.all(others.map((arn) => directory.stage(questions, arn, 2_000)));
    expect(asked).toEqual(['listStages']);
    expect(directory.known(others[3] ?? '')?.name).toBe('Other3Stage01');
  });

  test('are asked for one by one where the credentials allow no list', async () => {
    const { directory, questions, asked, stage, others } = await start(many);
    stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'ListStages', times: 9 });
    await directory.stage(questions, others[0] ?? '', 2_000);
    await directory.stage(questions, others[1] ?? '', 2_000);
    expect(asked).toEqual(['listStages', 'getStage', 'getStage']);
  });

  test('one that the list does not have is asked for by itself, so that its refusal is told', async () => {
    const { directory, questions, stageArn } = await start(many);
    const missing = stageArn.replace('LocalStage01', 'Missing00001');
    await expect(directory.stage(questions, missing, 2_000)).rejects.toMatchObject({
      call: 'GetStage',
      advice: 'not-found',
    });
  });
});

describe('all of them', () => {
  const all = (defaultStageArn: string): StageWish => ({ defaultStageArn, stages: 'all', region: 'us-west-2' });

  test('are those of the list, the default one first, and follow it when it changes', async () => {
    const { directory, questions, clock, stage, stageArn, others } = await start(all);
    expect(directory.arns()).toEqual([stageArn]);
    await directory.list(questions, 10_000);
    expect(directory.arns()).toEqual([stageArn, ...others]);
    stage.deleteStage(others[2] ?? '');
    await directory.list(questions, 10_000);
    expect(directory.arns(), 'the list is young enough').toHaveLength(7);
    clock.advance(10_001);
    await directory.list(questions, 10_000);
    expect(directory.arns()).not.toContain(others[2]);
    expect(directory.known(others[2] ?? '')).toBeUndefined();
    expect(directory.source).toBe('aws');
  });

  test('where AWS refuses: the default one stays, the refusal is told and holds for a while', async () => {
    const { directory, questions, asked, clock, stage, stageArn } = await start(all);
    stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'ListStages', times: 1 });
    await expect(directory.list(questions, 10_000)).rejects.toMatchObject({ reason: 'AccessDeniedException' });
    await expect(directory.list(questions, 10_000)).rejects.toMatchObject({ reason: 'AccessDeniedException' });
    expect(asked).toEqual(['listStages']);
    expect(directory.arns()).toEqual([stageArn]);
    clock.advance(5_001);
    await directory.list(questions, 10_000);
    expect(directory.arns()).toHaveLength(7);
  });
});
