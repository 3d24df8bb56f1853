/**
 * A token bucket per user (there is one API key, so per key and user; never per address: fifty tills behind one
 * NAT share it). A bucket that has had time to fill up again is as good as none, so buckets live in two generations
 * and the older one is dropped whole: memory follows the users of the last few seconds, without a scan ever.
 */
export interface RateLimiter {
  /** Takes one request. Returns 0 if it may pass, else how long to wait in ms. */
  take(user: string, nowMs: number): number;
}

/** Requests at once, in seconds' worth of the rate. */
const BURST_SECONDS = 3;

interface Bucket {
  /** What is left, at `atMs`. */
  tokens: number;
  atMs: number;
}

/** @param perSecond 0 switches it off */
export function createRateLimiter(perSecond: number): RateLimiter {
  if (perSecond === 0) return { take: () => 0 };
  const burst = perSecond * BURST_SECONDS;
  const generationMs = BURST_SECONDS * 1000;
  let young = new Map<string, Bucket>();
  let old = new Map<string, Bucket>();
  let turnsAtMs = Number.NEGATIVE_INFINITY;

  return {
    take(user, nowMs) {
      if (nowMs >= turnsAtMs) {
        old = nowMs >= turnsAtMs + generationMs ? new Map() : young;
        young = new Map();
        turnsAtMs = nowMs + generationMs;
      }
      let bucket = young.get(user);
      if (bucket === undefined) {
        bucket = old.get(user) ?? { tokens: burst, atMs: nowMs };
        young.set(user, bucket);
      }
      bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond);
      bucket.atMs = nowMs;
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
      }
      return Math.ceil(((1 - bucket.tokens) / perSecond) * 1000);
    },
  };
}
