/**
 * Keeps our calls under a quota of AWS, counted where AWS counts: on arrival. A call occupies one of `limit` places from
 * before it leaves until a full window after its answer; whatever arrived between is older than the window by then, so
 * no window at AWS ever holds more than `limit`, however long a handshake takes or a timer is late. (A limiter that
 * counts from the start of a call, as p-throttle does, lets the slow ones of one second meet the quick ones of the next.)
 */

import { type After, systemAfter } from '../timers.ts';

/** AWS counts per second; the rest is the coarseness of timers. */
const WINDOW_MS = 1_020;

/** Operators' actions go before the background's polling, but nobody is overtaken for longer than this. */
const HEAD_START_MS = { operator: 10_000, background: 0 } as const;
export type Priority = keyof typeof HEAD_START_MS;

export interface Timing {
  nowMs(): number;
  after: After;
}
const systemTiming: Timing = { nowMs: () => performance.now(), after: systemAfter };

export interface Quota {
  /**
   * Waits for a place.
   * @returns to be called when the call has been answered, however
   * @throws QuotaWaitError where `signal` aborts first because of its time; else the signal's own reason
   */
  enter(options?: { priority?: Priority; signal?: AbortSignal | undefined }): Promise<() => void>;
  /** How many wait for a place. */
  readonly waiting: number;
  /** Lets go of everybody who waits. */
  close(): void;
}

/** No place became free before the caller's time was up. */
export class QuotaWaitError extends Error {
  override name = 'QuotaWaitTimeout';
  constructor(waiting: number, limit: number) {
    super(`No turn came in time: ${waiting} calls wait here so that AWS gets at most ${limit} a second`);
  }
}

interface Waiter {
  /** Earliest first. */
  rank: number;
  admit(): void;
  refuse(reason: unknown): void;
}

/** @param limit calls in any second */
export function createQuota(limit: number, timing: Timing = systemTiming): Quota {
  const waiters: Waiter[] = [];
  const rests = new Set<() => void>();
  let free = limit;

  function admitNext(): void {
    while (free > 0 && waiters.length > 0) {
      free -= 1;
      waiters.shift()?.admit();
    }
  }

  function leave(): void {
    const cancel = timing.after(WINDOW_MS, () => {
      rests.delete(cancel);
      free += 1;
      admitNext();
    });
    rests.add(cancel);
  }

  function leaveOnce(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      leave();
    };
  }

  return {
    enter({ priority = 'background', signal } = {}) {
      return new Promise((resolve, reject) => {
        const refuse = (reason: unknown) => {
          signal?.removeEventListener('abort', giveUp);
          reject(reason);
        };
        const giveUp = () => {
          const place = waiters.indexOf(waiter);
          if (place >= 0) waiters.splice(place, 1);
          const outOfTime = (signal?.reason as Error | undefined)?.name === 'TimeoutError';
          refuse(outOfTime ? new QuotaWaitError(waiters.length, limit) : signal?.reason);
        };
        const waiter: Waiter = {
          rank: timing.nowMs() - HEAD_START_MS[priority],
          admit() {
            signal?.removeEventListener('abort', giveUp);
            resolve(leaveOnce());
          },
          refuse,
        };
        if (signal?.aborted) return giveUp();
        signal?.addEventListener('abort', giveUp, { once: true });
        const behind = waiters.findLastIndex((other) => other.rank <= waiter.rank);
        waiters.splice(behind + 1, 0, waiter);
        admitNext();
      });
    },
    get waiting() {
      return waiters.length;
    },
    close() {
      for (const cancel of rests) cancel();
      rests.clear();
      for (const waiter of waiters.splice(0)) waiter.refuse(new DOMException('The service is closing', 'AbortError'));
    },
  };
}
