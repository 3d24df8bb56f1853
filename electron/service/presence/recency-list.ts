/**
 * An intrusive doubly linked list in order of the last heartbeat: moving a viewer to the end and looking at
 * the one who has been silent longest cost O(1), whatever the number of viewers (docs/architecture.md, hot path).
 */
export interface Linked<T> {
  older: T | null;
  newer: T | null;
}

export class RecencyList<T extends Linked<T>> {
  #oldest: T | null = null;
  #newest: T | null = null;
  #size = 0;

  get oldest(): T | null {
    return this.#oldest;
  }

  get size(): number {
    return this.#size;
  }

  /** `item` must not be in a list. */
  push(item: T): void {
    item.older = this.#newest;
    item.newer = null;
    if (this.#newest === null) this.#oldest = item;
    else this.#newest.newer = item;
    this.#newest = item;
    this.#size += 1;
  }

  /** `item` must be in this list. */
  remove(item: T): void {
    if (item.older === null) this.#oldest = item.newer;
    else item.older.newer = item.newer;
    if (item.newer === null) this.#newest = item.older;
    else item.newer.older = item.older;
    item.older = null;
    item.newer = null;
    this.#size -= 1;
  }

  /** Makes `item` the newest; it must be in this list. */
  touch(item: T): void {
    if (item === this.#newest) return;
    this.remove(item);
    this.push(item);
  }
}
