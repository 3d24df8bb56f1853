/** Heartbeats are handed over in blocks of this many, or after this time. */
const BLOCK = 1_024;
const DELAY_MS = 500;

export interface HeartbeatBlocks {
  add(sessionId: number, at: number): void;
  flush(): void;
}

/**
 * Collects heartbeats into blocks that are handed over whole: a few nanoseconds a beat, no walk over the viewers ever.
 * @param send gets pairs of session number and time, and owns them
 */
export function createHeartbeatBlocks(send: (pairs: Float64Array<ArrayBuffer>) => void): HeartbeatBlocks {
  let block = new Float64Array(2 * BLOCK);
  let used = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (used === 0) return;
    const full = used === block.length ? block : block.slice(0, used);
    block = new Float64Array(2 * BLOCK);
    used = 0;
    send(full);
  }

  return {
    add(sessionId, at) {
      block[used] = sessionId;
      block[used + 1] = at;
      used += 2;
      if (used === block.length) flush();
      else timer ??= setTimeout(flush, DELAY_MS);
    },
    flush,
  };
}
