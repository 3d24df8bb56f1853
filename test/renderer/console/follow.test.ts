import { expect, it } from 'vitest';
import { followed } from '../../../renderer/console/follow.ts';
import { logEntries } from '../harness/sample.ts';

const ids = (entries: readonly { id: number }[]) => entries.map(({ id }) => id);

it('following shows all', () => {
  const { shown, newer } = followed(logEntries(3), null);
  expect([ids(shown), newer]).toEqual([[3, 2, 1], 0]);
});

it('reading holds still and counts what waits', () => {
  const { shown, newer } = followed(logEntries(5), 3);
  expect([ids(shown), newer]).toEqual([[3, 2, 1], 2]);
});

it('an entry that is gone holds nothing', () => {
  const { shown, newer } = followed(logEntries(5).slice(0, 2), 1);
  expect([ids(shown), newer]).toEqual([[5, 4], 0]);
});
