import { expect, it } from 'vitest';
import { stageLines } from '../../../../renderer/console/overview/stage-lines.ts';
import { overview, STAGE_A, STAGE_B, stages } from '../../harness/sample-overview.ts';

const arns = (...arguments_: Parameters<typeof stageLines>) =>
  stageLines(...arguments_).map(({ stageArn }) => stageArn);

it('lists every stage that either side knows, each once', () => {
  expect(arns(overview(), stages().stages)).toEqual([STAGE_A, STAGE_B]);
  expect(arns(null, stages().stages)).toEqual([STAGE_A, STAGE_B]);
  expect(arns(overview(), [])).toEqual([STAGE_A, STAGE_B]);
  expect(arns(null, [])).toEqual([]);
});

it('puts the default stage first, whoever has more connections', () => {
  const busy = overview();
  busy.stages[1]!.connections = 900;
  expect(arns(busy, stages().stages)).toEqual([STAGE_A, STAGE_B]);
  const noDefault = stages().stages.map((stage) => ({ ...stage, isDefault: false }));
  expect(arns(busy, noDefault)).toEqual([STAGE_B, STAGE_A]);
});

it('says zero of a stage on which nobody has been today, and nothing before the figures are there', () => {
  const known = stages().stages;
  const quiet = { ...overview(), stages: [] };
  expect(stageLines(quiet, known).map(({ figures }) => figures?.connections)).toEqual([0, 0]);
  expect(stageLines(null, known).map(({ figures }) => figures)).toEqual([null, null]);
});
