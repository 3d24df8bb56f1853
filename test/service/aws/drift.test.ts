/** Ghosts: who is here but not there, and the other way round, for longer than the grace. */
import { describe, expect, test } from 'vitest';
import { compare, type Differences, GRACE_MS, ghostsOf } from '../../../electron/service/aws/drift.ts';

const none: Differences = new Map();
const here = (...participantIds: string[]) =>
  participantIds.map((participantId) => ({ participantId, userId: `u-${participantId}` }));
const there = (...participantIds: string[]) => here(...participantIds).map((each) => ({ ...each, published: false }));
const all = () => true;
const nobody = () => false;

test('who is on both sides is no ghost, ever', () => {
  const first = compare(none, here('a'), there('a'), 0);
  expect(ghostsOf(compare(first, here('a'), there('a'), 10 * GRACE_MS), 10 * GRACE_MS, all)).toEqual([]);
});

describe('a difference', () => {
  test('becomes a ghost once it has lasted for the grace, with the time at which it was first seen', () => {
    const first = compare(none, here('a'), [], 1_000);
    const later = compare(first, here('a'), [], 1_000 + GRACE_MS);
    expect(ghostsOf(later, 1_000 + GRACE_MS - 1, all)).toEqual([]);
    expect(ghostsOf(later, 1_000 + GRACE_MS, all)).toEqual([
      { kind: 'only-here', participantId: 'a', userId: 'u-a', since: 1_000 },
    ]);
  });

  test('that was gone in between begins anew', () => {
    const first = compare(none, here('a'), [], 0);
    const between = compare(first, here('a'), there('a'), 30_000);
    const again = compare(between, here('a'), [], 60_000);
    expect(ghostsOf(compare(again, here('a'), [], GRACE_MS), GRACE_MS, all)).toEqual([]);
  });

  test('is as old as the last look at AWS, not as the time that has passed since', () => {
    const first = compare(none, here('a'), [], 0);
    expect(ghostsOf(first, 0, all), 'AWS has not answered for an hour').toEqual([]);
  });
});

describe('only there', () => {
  const seen = (participant: { userId: string | null; published: boolean }) => {
    const connected = [{ participantId: 'x', ...participant }];
    return compare(compare(none, [], connected, 0), [], connected, GRACE_MS);
  };

  test('is who is connected and billed, whoever made the token, under the name that AWS knows', () => {
    expect(ghostsOf(seen({ userId: 'of another system', published: false }), GRACE_MS, nobody)).toEqual([
      { kind: 'only-there', participantId: 'x', userId: 'of another system', since: 0 },
    ]);
    expect(ghostsOf(seen({ userId: null, published: false }), GRACE_MS, nobody)[0]?.userId).toBeNull();
  });

  test('is no publisher', () => {
    expect(ghostsOf(seen({ userId: 'obs', published: true }), GRACE_MS, nobody)).toEqual([]);
  });

  test('is the older connection of somebody who is here under a newer participantId', () => {
    const look = (before: Differences, asOf: number) => compare(before, here('new'), there('new', 'old'), asOf);
    const ghosts = ghostsOf(look(look(none, 0), GRACE_MS), GRACE_MS, (participantId) => participantId === 'new');
    expect(ghosts.map(({ kind, participantId }) => [kind, participantId])).toEqual([['only-there', 'old']]);
  });
});

test('what has ended here, or come, since the last look is no ghost any more', () => {
  const look = (before: Differences, asOf: number) => compare(before, here('gone'), there('come'), asOf);
  const lasting = look(look(none, 0), GRACE_MS);
  expect(ghostsOf(lasting, GRACE_MS, (participantId) => participantId === 'come')).toEqual([]);
  expect(ghostsOf(lasting, GRACE_MS, (participantId) => participantId === 'gone')).toHaveLength(2);
});

test('the longest lasting comes first', () => {
  const first = compare(none, here('b'), [], 0);
  const second = compare(first, here('a', 'b'), [], 10);
  const last = compare(second, here('a', 'b'), [], 10 + GRACE_MS);
  expect(ghostsOf(last, 10 + GRACE_MS, all).map(({ participantId }) => participantId)).toEqual(['b', 'a']);
});
