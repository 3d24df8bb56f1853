import { expect, test } from 'vitest';
import { createRestartAllowance } from '../../electron/local-stage/restart-allowance.ts';
import { manualClock } from './support/stage.ts';

test('three restarts within any minute, and no more', () => {
  const now = manualClock(0);
  const allowance = createRestartAllowance(now);
  expect(allowance.take()).toBe(true);
  now.advance(30_000);
  expect([allowance.take(), allowance.take(), allowance.take()]).toEqual([true, true, false]);
  now.advance(29_999);
  expect(allowance.take()).toBe(false);
  now.advance(1);
  expect([allowance.take(), allowance.take()]).toEqual([true, false]); // the first is a minute old
});
