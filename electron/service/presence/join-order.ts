/**
 * The viewers of one stage in the order in which they joined, so that a list can be paged by keyset:
 * a page costs O(log n + page), a join and a leave O(1) amortised, and no operation touches more than one chunk.
 * (A Map alone keeps that order too, but can only be walked from its start.)
 */
export interface Ordered {
  /** Rises with each join, never used twice. */
  readonly joinNumber: number;
}

const CHUNK = 512;

interface Chunk<T> {
  /** Ascending by joinNumber. */
  items: T[];
}

export class JoinOrder<T extends Ordered> {
  #chunks: Chunk<T>[] = [];

  /** `item.joinNumber` must be above all that were added before. */
  add(item: T): void {
    const last = this.#chunks.at(-1);
    if (last === undefined || last.items.length >= CHUNK) this.#chunks.push({ items: [item] });
    else last.items.push(item);
  }

  remove(item: T): void {
    const at = this.#chunkOf(item.joinNumber);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return;
    const index = firstAbove(chunk.items, item.joinNumber - 1);
    if (chunk.items[index] !== item) return;
    chunk.items.splice(index, 1);
    if (chunk.items.length === 0) this.#chunks.splice(at, 1);
    else this.#mergeWithNext(at);
  }

  /** Up to `limit` items whose joinNumber is above `after`, ascending. */
  page(after: number, limit: number): T[] {
    const found: T[] = [];
    let at = Math.max(0, this.#chunkOf(after));
    let index = firstAbove(this.#chunks[at]?.items ?? [], after);
    while (found.length < limit && at < this.#chunks.length) {
      const items = this.#chunks[at]?.items ?? [];
      const item = items[index++];
      if (item !== undefined) {
        found.push(item);
      } else {
        at += 1;
        index = 0;
      }
    }
    return found;
  }

  /** The last chunk that begins at or below `joinNumber`; -1 before the first. */
  #chunkOf(joinNumber: number): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#chunks[middle]?.items[0]?.joinNumber ?? 0) <= joinNumber) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Two thin neighbours become one, so that a few who stay for long don't keep many chunks. */
  #mergeWithNext(at: number): void {
    const chunk = this.#chunks[at];
    const next = this.#chunks[at + 1];
    if (chunk === undefined || next === undefined || chunk.items.length + next.items.length > CHUNK / 2) return;
    chunk.items.push(...next.items);
    this.#chunks.splice(at + 1, 1);
  }
}

/** Index of the first item above `joinNumber`. */
function firstAbove(items: readonly Ordered[], joinNumber: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.joinNumber ?? 0) <= joinNumber) low = middle + 1;
    else high = middle;
  }
  return low;
}
