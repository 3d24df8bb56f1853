/**
 * Whether something that should give a sign of life still does. Time that the watch itself missed (sleep, a stalled loop)
 * counts for nobody's silence. Pure: the caller ticks it.
 */
export interface BeatWatch {
  /** It was started: the first sign may take `firstBeatMs`. */
  start(nowMs: number): void;
  beat(): void;
  /** Nothing is expected until the next start. */
  rest(): void;
  /**
   * Call it every `tickMs`. true: it has been silent for too long; told once, until the next start.
   * @param isHeld somebody may be holding it (a debugger): its silence until now is none
   */
  tick(nowMs: number, isHeld?: boolean): boolean;
}

export interface BeatLimits {
  firstBeatMs: number;
  silenceMs: number;
  tickMs: number;
}

export function createBeatWatch({ firstBeatMs, silenceMs, tickMs }: BeatLimits): BeatWatch {
  let silentForMs = 0;
  let limitMs: number | null = null;
  let tickedAtMs: number | null = null;
  return {
    start(nowMs) {
      [silentForMs, limitMs, tickedAtMs] = [0, firstBeatMs, nowMs];
    },
    beat() {
      if (limitMs === null) return;
      [silentForMs, limitMs] = [0, silenceMs];
    },
    rest() {
      limitMs = null;
    },
    tick(nowMs, isHeld = false) {
      const sinceMs = nowMs - (tickedAtMs ?? nowMs);
      tickedAtMs = nowMs;
      if (limitMs === null) return false;
      silentForMs = isHeld ? 0 : silentForMs + Math.min(sinceMs, 2 * tickMs);
      if (silentForMs < limitMs) return false;
      limitMs = null;
      return true;
    },
  };
}
