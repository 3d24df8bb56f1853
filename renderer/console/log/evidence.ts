/** Why somebody was disconnected: what the log itself says for it, and what it has saved. Pure; `find-evidence.ts` asks. */
import { TOKEN_LIFETIME_MS } from '../../../shared/durations.ts';
import type { LogEntry } from '../../../shared/log.ts';
import { type AwayReason, awayReasons } from '../../../shared/viewing.ts';

export type Evidence =
  /** Nobody looked, so the connection was given up. */
  | {
      kind: 'disconnected';
      signal: AwayReason | null;
      /** When nobody looked any more, and for how long until the disconnect; null: the client did not tell. */
      lookedAwayAtMs: number | null;
      awayMs: number | null;
      disconnectedAtMs: number;
      avoided: Avoided;
    }
  /** Nobody looks, nothing is given up yet. */
  | {
      kind: 'away';
      signal: AwayReason | null;
      atMs: number;
      deadlineInMs: number | null;
      /** What became of it. */
      outcome: { what: 'back' | 'disconnected'; atMs: number } | null;
    }
  /** No heartbeat: nobody knows whether somebody looked. */
  | { kind: 'swept'; lastHeartbeatAtMs: number; atMs: number };

/** Time that would have been paid for. `endedBy`: null while it goes on. */
export interface Avoided {
  untilMs: number | null;
  endedBy: 'return' | 'quit' | 'token-expired' | null;
}

/** What nobody paid for: with the return, the end of the program, or up to now. */
export const avoidedMs = ({ untilMs }: Avoided, disconnectedAtMs: number, nowMs: number): number =>
  Math.max(0, (untilMs ?? nowMs) - disconnectedAtMs);

/** Only these have evidence. */
export function hasEvidence({ type, reason, details }: LogEntry): boolean {
  switch (type) {
    case 'viewer.parked':
    case 'viewer.away':
      return true;
    case 'presence.left':
      return reason === 'idle' || reason === 'suspended';
    case 'presence.timed-out':
    case 'presence.interrupted':
      return typeof details.lastHeartbeatAt === 'string';
    default:
      return false;
  }
}

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
export const signalOf = ({ type, reason, details }: LogEntry): AwayReason | null => {
  const told = type === 'viewer.away' ? reason : (details.signal ?? details.cause);
  return awayReasons.find((each) => each === told) ?? null;
};

/** A client's report of the same disconnect comes within this of the API's own entry. */
const SAME_MS = 15_000;

/**
 * @param entry one that has evidence
 * @param later what the same user's log has after it, oldest first
 * @param earlier how the same participant was before it (away, back, parked, connected again), newest first
 */
export function evidenceOf(
  entry: LogEntry,
  later: readonly LogEntry[],
  nowMs: number,
  earlier: readonly LogEntry[] = [],
): Evidence {
  const atMs = Date.parse(entry.at);
  if (entry.type === 'viewer.away') {
    const next = later.find(({ type }) => type === 'viewer.back' || type === 'viewer.parked');
    return {
      kind: 'away',
      signal: signalOf(entry),
      atMs,
      deadlineInMs: number(entry.details.deadlineInMs),
      outcome: next ? { what: next.type === 'viewer.back' ? 'back' : 'disconnected', atMs: Date.parse(next.at) } : null,
    };
  }
  if (entry.type === 'presence.timed-out' || entry.type === 'presence.interrupted') {
    return { kind: 'swept', lastHeartbeatAtMs: Date.parse(String(entry.details.lastHeartbeatAt)), atMs };
  }
  const isOwnWord = ({ type, at }: LogEntry) => type === 'viewer.parked' && Math.abs(Date.parse(at) - atMs) <= SAME_MS;
  // Reports and leaves are sent on their own: either may come first.
  const told = entry.type === 'viewer.parked' ? entry : [...earlier.slice(0, 1), ...later].find(isOwnWord);
  const before = earlier.find((each) => !isOwnWord(each));
  // A client that tells no length told when it began.
  const sinceMs = before?.type === 'viewer.away' ? Math.max(0, atMs - Date.parse(before.at)) : null;
  const awayMs = number(told?.details.awayMs) ?? sinceMs;
  return {
    kind: 'disconnected',
    signal: (told && signalOf(told)) ?? signalOf(entry),
    lookedAwayAtMs: awayMs === null ? null : atMs - awayMs,
    awayMs,
    disconnectedAtMs: atMs,
    avoided: avoidedAfter(atMs, later, nowMs),
  };
}

const RETURNS = new Set(['presence.joined', 'presence.rejoined', 'viewer.connecting']);

function avoidedAfter(atMs: number, later: readonly LogEntry[], nowMs: number): Avoided {
  const end = later.find(({ type, at }) => (RETURNS.has(type) || type === 'viewer.quit') && Date.parse(at) >= atMs);
  const endMs = end === undefined ? null : Date.parse(end.at);
  if ((endMs ?? nowMs) - atMs > TOKEN_LIFETIME_MS)
    return { untilMs: atMs + TOKEN_LIFETIME_MS, endedBy: 'token-expired' };
  if (end === undefined) return { untilMs: null, endedBy: null };
  return { untilMs: endMs, endedBy: end.type === 'viewer.quit' ? 'quit' : 'return' };
}
