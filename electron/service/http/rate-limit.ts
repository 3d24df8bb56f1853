/**
 * A token bucket per user (there is one API key, so per key and user; never per address: fifty tills behind one
 * NAT share it).
 *
 * Nearly all users are far below the limit, and a hundred thousand buckets would cost more than the heartbeats
 * they guard. So requests are first counted in a small table of slots, several users to a slot at worst, over the
 * last one to two generations of the time in which an empty bucket fills up. While a slot has seen few, none of its
 * users can have used up a bucket. Only past that a user gets a bucket of their own, charged with what the slot has seen.
 */
export interface RateLimiter {
  /** Takes one request. Returns 0 if it may pass, else how long to wait in ms. */
  take(user: string, nowMs: number): number;
}

/** Requests at once, in seconds' worth of the rate. */
const BURST_SECONDS = 3;
/** A bucket is made once the slot has seen this part of a burst. */
const SUSPICION = 0.5;
const SLOTS = 1 << 16;

interface Bucket {
  /** What is left, at `atMs`. */
  tokens: number;
  atMs: number;
}

/**
 * @param perSecond 0 switches it off
 * @param seed makes slots unforeseeable, so that nobody can put themselves into somebody's slot
 */
export function createRateLimiter(perSecond: number, seed = Math.floor(Math.random() * 2 ** 31)): RateLimiter {
  if (perSecond === 0) return { take: () => 0 };
  const burst = perSecond * BURST_SECONDS;
  const suspicious = Math.max(1, Math.floor(burst * SUSPICION));
  const generationMs = BURST_SECONDS * 1000;
  let seen = new Uint32Array(SLOTS);
  let seenBefore = new Uint32Array(SLOTS);
  let buckets = new Map<string, Bucket>();
  let turnsAtMs = Number.NEGATIVE_INFINITY;

  function turn(nowMs: number): void {
    [seen, seenBefore] = [seenBefore, seen];
    seen.fill(0);
    if (nowMs >= turnsAtMs + generationMs) seenBefore.fill(0);
    turnsAtMs = nowMs + generationMs;
    // A bucket that has had time to fill up is as good as none.
    buckets = new Map([...buckets].filter(([, bucket]) => refilled(bucket, nowMs) < burst));
  }

  const refilled = ({ tokens, atMs }: Bucket, nowMs: number): number =>
    Math.min(burst, tokens + ((nowMs - atMs) / 1000) * perSecond);

  return {
    take(user, nowMs) {
      if (nowMs >= turnsAtMs) turn(nowMs);
      const slot = slotOf(user, seed);
      const before = (seen[slot] ?? 0) + (seenBefore[slot] ?? 0);
      seen[slot] = (seen[slot] ?? 0) + 1;
      if (before < suspicious) return 0;
      let bucket = buckets.get(user);
      if (bucket === undefined) {
        bucket = { tokens: burst - suspicious, atMs: nowMs };
        buckets.set(user, bucket);
      }
      bucket.tokens = refilled(bucket, nowMs);
      bucket.atMs = nowMs;
      if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return 0;
      }
      return Math.ceil(((1 - bucket.tokens) / perSecond) * 1000);
    },
  };
}

/** FNV-1a over the UTF-16 units. */
function slotOf(user: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < user.length; i += 1) hash = Math.imul(hash ^ user.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 16)) & (SLOTS - 1);
}
