/** Rows in order, kept so by moving what changed: one pass over them all, however many that is. */
import { compareValues, type SortValue } from './participants-query.ts';
import type { Listed } from './participants-rows.ts';

/** A row at its place. Its content changes at once, its place when the order is applied. */
export interface Placed {
  listed: Listed;
  value: SortValue;
  /** Its place is taken away; cheaper to see than to look up, ten thousand times. */
  leaving?: true;
}

export interface Order {
  readonly rows: readonly Placed[];
  get(key: string): Placed | undefined;
  /** Puts all in order anew. */
  fill(all: Iterable<Placed>): void;
  /** Takes away, moves and adds; each key at most once. */
  change(changes: ReadonlyMap<string, Placed | null>): void;
}

export function createOrder(descending: boolean): Order {
  const direction = descending ? -1 : 1;
  let rows: Placed[] = [];
  let byKey = new Map<string, Placed>();

  const compare = (a: Placed, b: Placed) =>
    direction * compareValues(a.value, b.value) || compareKeys(a.listed.key, b.listed.key);

  return {
    get rows() {
      return rows;
    },
    get: (key) => byKey.get(key),
    fill(all) {
      rows = [...all].sort(compare);
      byKey = new Map(rows.map((placed) => [placed.listed.key, placed]));
    },
    change(changes) {
      const coming = [...changes.values()].filter((placed) => placed !== null).sort(compare);
      for (const [key, placed] of changes) {
        const before = byKey.get(key);
        if (before) before.leaving = true;
        if (placed) byKey.set(key, placed);
        else byKey.delete(key);
      }
      const staying = rows.filter(({ leaving }) => !leaving);
      rows = merged(staying, coming, compare);
    },
  };
}

/** Two lists in order made one; the few of the second are looked for in the many of the first. */
function merged(many: readonly Placed[], few: readonly Placed[], compare: (a: Placed, b: Placed) => number): Placed[] {
  const all: Placed[] = [];
  let from = 0;
  for (const placed of few) {
    let [low, high] = [from, many.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(many[middle]!, placed) < 0) low = middle + 1;
      else high = middle;
    }
    for (; from < low; from += 1) all.push(many[from]!);
    all.push(placed);
  }
  for (; from < many.length; from += 1) all.push(many[from]!);
  return all;
}

const compareKeys = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
