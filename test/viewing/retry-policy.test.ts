import { describe, expect, it } from 'vitest';
import { createRetryPolicy } from '../../electron/viewing/retry-policy.ts';

describe('retry policy', () => {
  it('doubles from half a second to half a minute', () => {
    const longest = createRetryPolicy(() => 1);
    expect([1, 2, 3, 7, 8, 1_000].map(longest)).toEqual([500, 1_000, 2_000, 30_000, 30_000, 30_000]);
  });

  it('spreads a hundred tills over the upper half of each delay', () => {
    const shortest = createRetryPolicy(() => 0);
    expect([1, 2, 8].map(shortest)).toEqual([250, 500, 15_000]);
  });
});
