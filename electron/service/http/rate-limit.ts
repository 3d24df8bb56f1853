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

/** A full bucket: so many milliseconds' worth of the rate may come at once. */
const BURST_MS = 3_000;
/** A bucket is made once the slot has seen this part of a burst. */
const SUSPICION = 0.5;
const SLOTS = 1 << 16;

interface Bucket {
  /** What is left at `atMs`, in milliseconds' worth of the rate. */
  creditMs: number;
  atMs: number;
}

/**
 * @param perSecond 0 switches it off
 * @param seed makes slots unforeseeable, so that nobody can put themselves into somebody's slot
 */
export function createRateLimiter(perSecond: number, seed = Math.floor(Math.random() * 2 ** 31)): RateLimiter {
  if (perSecond === 0) return { take: () => 0 };
  const costMs = 1000 / perSecond;
  const suspicious = Math.max(1, Math.floor((BURST_MS / costMs) * SUSPICION));
  let seen = new Uint32Array(SLOTS);
  let seenBefore = new Uint32Array(SLOTS);
  let buckets = new Map<string, Bucket>();
  let turnsAtMs = Number.NEGATIVE_INFINITY;

  function turn(nowMs: number): void {
    [seen, seenBefore] = [seenBefore, seen];
    seen.fill(0);
    if (nowMs >= turnsAtMs + BURST_MS) seenBefore.fill(0);
    turnsAtMs = nowMs + BURST_MS;
    // A bucket that has had time to fill up is as good as none.
    buckets = new Map([...buckets].filter(([, bucket]) => creditOf(bucket, nowMs) < BURST_MS));
  }

  const creditOf = ({ creditMs, atMs }: Bucket, nowMs: number): number => Math.min(BURST_MS, creditMs + nowMs - atMs);

  return {
    take(user, nowMs) {
      if (nowMs >= turnsAtMs) turn(nowMs);
      const slot = slotOf(user, seed);
      const before = (seen[slot] ?? 0) + (seenBefore[slot] ?? 0);
      seen[slot] = (seen[slot] ?? 0) + 1;
      if (before < suspicious) return 0;
      let bucket = buckets.get(user);
      if (bucket === undefined) {
        bucket = { creditMs: BURST_MS - suspicious * costMs, atMs: nowMs };
        buckets.set(user, bucket);
      }
      bucket.creditMs = creditOf(bucket, nowMs);
      bucket.atMs = nowMs;
      if (bucket.creditMs < costMs) return Math.ceil(costMs - bucket.creditMs);
      bucket.creditMs -= costMs;
      return 0;
    },
  };
}

/** FNV-1a over the UTF-16 units. */
function slotOf(user: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < user.length; i += 1) hash = Math.imul(hash ^ user.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 16)) & (SLOTS - 1);
}
