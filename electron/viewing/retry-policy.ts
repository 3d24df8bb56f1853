const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/**
 * Exponential back-off with full jitter in its upper half: a hundred tills that lost the same network
 * must not come back in the same instant.
 * @param random returns [0, 1)
 * @returns a function from the number of failures so far (1, 2, …) to a delay in milliseconds
 */
export function createRetryPolicy(random: () => number = Math.random): (failures: number) => number {
  return (failures) => {
    const ceilingMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
    return Math.round(ceilingMs / 2 + (random() * ceilingMs) / 2);
  };
}
