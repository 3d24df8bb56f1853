/** What every benchmark gives: figures by name. `goal` says what is wanted and against which yardstick. */
export interface Figure {
  value: number;
  unit: string;
  goal: string;
  holds: boolean;
}
export type Figures = Record<string, Figure>;

/**
 * A file in test/bench that exports this as `figures` is run by `npm run bench`.
 * @param part only this of its parts, where it has several (`--only service/heartbeats`)
 */
export type Bench = (tell: (line: string) => void, part?: string) => Promise<Figures>;

export const atMost = (value: number, limit: number, unit: string, against = ''): Figure => ({
  value: round(value),
  unit,
  goal: `≤ ${limit} ${unit}${against && ` (${against})`}`,
  holds: value <= limit,
});

export const atLeast = (value: number, limit: number, unit: string, against = ''): Figure => ({
  value: round(value),
  unit,
  goal: `≥ ${limit} ${unit}${against && ` (${against})`}`,
  holds: value >= limit,
});

/** Without a goal: said so that others can be understood. */
export const noted = (value: number, unit: string): Figure => ({ value: round(value), unit, goal: '–', holds: true });

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/**
 * For times on a machine that others share: they only ever add to them, so the lower quarter tells more of the program
 * and less of the neighbours than the middle does. Only fair where both sides of a ratio are taken so.
 */
export function lowerQuartile(values: readonly number[]): number {
  return quantile(Float64Array.from(values).sort(), 0.25);
}

export function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;
}

const round = (value: number): number => Number(value.toPrecision(4));
