import { describe, expect, it } from 'vitest';
import { matchingStages } from '../../../renderer/app/matching-stages.ts';

const arn = (id: string) => `arn:aws:ivs:us-west-2:123456789012:stage/${id}`;
const stages = [
  { stageArn: arn('AbCdEfGhIjKl'), name: 'Table-1' },
  { stageArn: arn('MnOpQrStUvWx'), name: 'Table-2' },
  { stageArn: arn('Nameless0001'), name: null },
];

describe('searching stages', () => {
  it.each([
    ['', [0, 1, 2]],
    ['  ', [0, 1, 2]],
    ['table', [0, 1]],
    ['TABLE-2', [1]],
    ['nameless', [2]],
    ['us-west table-1', [0]],
    ['[.*+?', []],
  ])('%j', (search, found) => {
    expect(matchingStages(stages, search)).toEqual(found.map((index) => stages[index]));
  });
});
