import type { Clock } from '../clock.ts';

/** Answers kept for a while, each asked for once however many wait for it. Failures are not kept. */
export interface Cache {
  /** @param maxAgeMs how old the answer may be, told of the answer itself: what has ended changes no more */
  get<T>(key: string, maxAgeMs: (value: T) => number, load: () => Promise<T>): Promise<Dated<T>>;
  /** Forgets what is kept under keys that begin so. */
  forget(prefix: string): void;
}

export interface Dated<T> {
  value: T;
  /** When it was asked for, as wall time. */
  askedAt: number;
}

/** @param limit answers that are kept; past it the oldest go first */
export function createCache(clock: Clock, limit = 500): Cache {
  const kept = new Map<string, { answer: Promise<Dated<unknown>>; value?: unknown; isIn: boolean; askedMs: number }>();

  return {
    get<T>(key: string, maxAgeMs: (value: T) => number, load: () => Promise<T>) {
      const known = kept.get(key);
      if (known !== undefined) {
        const isYoung = !known.isIn || clock.monotonicMs() - known.askedMs < maxAgeMs(known.value as T);
        if (isYoung) return known.answer as Promise<Dated<T>>;
      }
      const askedAt = clock.wallMs();
      const answer = load().then(
        (value): Dated<T> => {
          entry.value = value;
          entry.isIn = true;
          return { value, askedAt };
        },
        (error: unknown) => {
          if (kept.get(key) === entry) kept.delete(key);
          throw error;
        },
      );
      const entry: { answer: Promise<Dated<unknown>>; value?: unknown; isIn: boolean; askedMs: number } = {
        answer,
        isIn: false,
        askedMs: clock.monotonicMs(),
      };
      kept.delete(key);
      kept.set(key, entry);
      for (const oldest of kept.keys()) {
        if (kept.size <= limit) break;
        kept.delete(oldest);
      }
      return answer;
    },
    forget(prefix) {
      for (const key of kept.keys()) if (key.startsWith(prefix)) kept.delete(key);
    },
  };
}
