import { expect, it } from 'vitest';
import { publishersOf } from '../../../../renderer/console/overview/publishers-of.ts';
import type { StageInfo } from '../../../../shared/api.ts';

const stage = (state: StageInfo['publishing']['state']) => ({
  publishing: { state, asOf: null, publishers: [], validForMs: 0 },
});

it('counts what is not known apart: it is not off air', () => {
  expect(publishersOf([])).toEqual({ live: 0, notLive: 0, unknown: 0 });
  expect(publishersOf([stage('live'), stage('unknown'), stage('not-live'), stage('unknown')])).toEqual({
    live: 1,
    notLive: 1,
    unknown: 2,
  });
});
