/** Rows in order, kept so by moving what changed: a change among ten thousand costs two binary searches. */
import { compareValues, type SortValue } from './participants-query.ts';
import type { Listed } from './participants-rows.ts';

/** A row at its place. Its content changes at once, its place when the order is applied. */
export interface Placed {
  listed: Listed;
  value: SortValue;
}

export interface Order {
  readonly rows: readonly Placed[];
  get(key: string): Placed | undefined;
  /** Puts all in order anew. */
  fill(all: Iterable<Placed>): void;
  /** Takes away, moves and adds; each key at most once. */
  change(changes: ReadonlyMap<string, Placed | null>): void;
}

/** Above this share of changed rows sorting everything is cheaper. */
const REBUILD_SHARE = 0.1;

export function createOrder(descending: boolean): Order {
  const direction = descending ? -1 : 1;
  let rows: Placed[] = [];
  let byKey = new Map<string, Placed>();

  const compare = (a: Placed, b: Placed) =>
    direction * compareValues(a.value, b.value) || compareKeys(a.listed.key, b.listed.key);

  /** Where it stands, or would stand. */
  function indexOf(placed: Placed): number {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(rows[middle]!, placed) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function fill(all: Iterable<Placed>): void {
    rows = [...all].sort(compare);
    byKey = new Map(rows.map((placed) => [placed.listed.key, placed]));
  }

  return {
    get rows() {
      return rows;
    },
    get: (key) => byKey.get(key),
    fill,
    change(changes) {
      if (changes.size > Math.max(16, rows.length * REBUILD_SHARE)) {
        for (const [key, placed] of changes) {
          if (placed) byKey.set(key, placed);
          else byKey.delete(key);
        }
        fill(byKey.values());
        return;
      }
      for (const [key, placed] of changes) {
        const before = byKey.get(key);
        if (before) rows.splice(indexOf(before), 1);
        if (placed) {
          rows.splice(indexOf(placed), 0, placed);
          byKey.set(key, placed);
        } else byKey.delete(key);
      }
    },
  };
}

const compareKeys = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
