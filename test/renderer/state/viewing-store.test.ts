import { describe, expect, it } from 'vitest';
import { elapsedMs, remainingMs, wholeSeconds } from '../../../renderer/state/viewing-store.ts';

describe('durations, counted on from the arrival of the view', () => {
  it('what is left shrinks to zero and stays there', () => {
    expect(remainingMs(30_000, 1_000, 1_000)).toBe(30_000);
    expect(remainingMs(30_000, 1_000, 8_500)).toBe(22_500);
    expect(remainingMs(30_000, 1_000, 99_000)).toBe(0);
  });

  it('a tick from before the arrival makes it neither more nor less', () => {
    expect(remainingMs(30_000, 1_000, 800)).toBe(30_000);
    expect(elapsedMs(500, 1_000, 800)).toBe(500);
  });

  it('what has passed grows', () => {
    expect(elapsedMs(500, 1_000, 3_000)).toBe(2_500);
  });

  it('a countdown says 30 until the first second has passed, and 0 only at the end', () => {
    expect([30_000, 29_001, 29_000, 1, 0].map(wholeSeconds)).toEqual([30, 30, 29, 1, 0]);
  });
});
