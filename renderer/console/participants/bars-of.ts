/** A participant's sessions as stretches of time: connected (and paid for), away, parked. */
import type { SessionData } from '../../../shared/api.ts';
import type { LogEntry } from '../../../shared/log.ts';

export type BarKind = 'connected' | 'away' | 'parked';

/** Wall clock, ms. */
export interface Bar {
  kind: BarKind;
  fromMs: number;
  toMs: number;
  /** It goes on. */
  open: boolean;
  /** Why it ended, or of `away` and `parked` why it began; null: nobody told. */
  reason: string | null;
  participantId: string;
}

export interface BarsInput {
  sessions: readonly SessionData[];
  /** Those of the participant; what a client told of itself decides between connected, away and parked. */
  entries: readonly LogEntry[];
  nowMs: number;
}

/** Oldest first. Connected time comes from the sessions, which are what is paid for; the log says what went on within. */
export function barsOf({ sessions, entries, nowMs }: BarsInput): Bar[] {
  const connected = sessions
    .map((session) => connectedBar(session, nowMs))
    .filter(({ fromMs, toMs }) => toMs >= fromMs)
    .sort((a, b) => a.fromMs - b.fromMs);
  const told = [...entries].sort((a, b) => timeOf(a) - timeOf(b) || a.id - b.id);
  return [...connected.flatMap((bar) => withAway(bar, told)), ...parkedBars(connected, told, nowMs)].sort(
    (a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs,
  );
}

function connectedBar({ joinedAt, leftAt, endReason, participantId }: SessionData, nowMs: number): Bar {
  const fromMs = Date.parse(joinedAt);
  // A clock that was set back makes an end before the beginning: nothing is known of its length.
  const toMs = leftAt === null ? Math.max(nowMs, fromMs) : Math.max(Date.parse(leftAt), fromMs);
  return { kind: 'connected', fromMs, toMs, open: leftAt === null, reason: endReason, participantId };
}

/** Cuts out of a connection the stretches in which nobody looked. */
function withAway(bar: Bar, told: readonly LogEntry[]): Bar[] {
  const bars: Bar[] = [];
  let fromMs = bar.fromMs;
  let away: LogEntry | null = null;
  const end = (toMs: number) => {
    if (away === null) return;
    const awayMs = timeOf(away);
    if (awayMs > fromMs) bars.push({ ...bar, fromMs, toMs: awayMs, open: false, reason: null });
    bars.push({ ...bar, kind: 'away', fromMs: Math.max(awayMs, fromMs), toMs, open: false, reason: away.reason });
    fromMs = toMs;
    away = null;
  };
  for (const entry of told) {
    const atMs = timeOf(entry);
    if (atMs < bar.fromMs || atMs > bar.toMs) continue;
    if (entry.type === 'viewer.away') away ??= entry;
    else if (endsAway(entry.type)) end(atMs);
  }
  if (away !== null) {
    end(bar.toMs);
    const last = bars.at(-1)!;
    bars[bars.length - 1] = { ...last, open: bar.open };
    return bars;
  }
  if (fromMs < bar.toMs || bars.length === 0) bars.push({ ...bar, fromMs });
  return bars;
}

const endsAway = (type: LogEntry['type']) =>
  type === 'viewer.back' || type === 'viewer.parked' || type === 'viewer.watching' || type === 'viewer.ended';

/** From the disconnect of somebody who had looked away to their return, or to where they ended it. */
function parkedBars(connected: readonly Bar[], told: readonly LogEntry[], nowMs: number): Bar[] {
  return told.flatMap((entry, index): Bar[] => {
    if (!beginsParking(entry)) return [];
    const fromMs = timeOf(entry);
    const saidTwice = told.slice(0, index).some((before) => beginsParking(before) && fromMs - timeOf(before) < SAME_MS);
    // A session that was on at that moment, and is on still, was not parked: the word is older than the session.
    const goesOn = connected.some((bar) => bar.fromMs < fromMs - SAME_MS && bar.toMs > fromMs + SAME_MS);
    if (saidTwice || goesOn) return [];
    const ends = [
      ...connected.map((bar) => bar.fromMs).filter((atMs) => atMs > fromMs),
      ...told.filter((later) => timeOf(later) > fromMs && endsParking(later)).map(timeOf),
    ];
    const toMs = ends.length === 0 ? Math.max(nowMs, fromMs) : Math.min(...ends);
    const signal = entry.details.signal ?? entry.details.cause;
    const reason = typeof signal === 'string' ? signal : entry.reason;
    const participantId = entry.participantId ?? '';
    return [{ kind: 'parked', fromMs, toMs, open: ends.length === 0, reason, participantId }];
  });
}

/** The session's own word and the API's about the same disconnect come within this. */
const SAME_MS = 5_000;

const beginsParking = ({ type, reason }: LogEntry) =>
  type === 'viewer.parked' || (type === 'presence.left' && reason === 'idle');
const endsParking = ({ type, reason }: LogEntry) =>
  type === 'viewer.quit' ||
  type === 'viewer.ended' ||
  type === 'participant.removed' ||
  type === 'presence.rejoined' ||
  type === 'presence.joined' ||
  (type === 'presence.left' && reason !== 'idle');

const timeOf = ({ at }: LogEntry) => Date.parse(at);

export interface BarTotals {
  connectedMs: number;
  awayMs: number;
  parkedMs: number;
}

/** How long each was, within a stretch of time. `away` is paid for as well: it is part of `connected` to the one who pays. */
export function totalsOf(bars: readonly Bar[], fromMs: number, toMs: number): BarTotals {
  const total = (kind: BarKind) =>
    bars
      .filter((bar) => bar.kind === kind)
      .reduce((sum, bar) => sum + Math.max(0, Math.min(bar.toMs, toMs) - Math.max(bar.fromMs, fromMs)), 0);
  return { connectedMs: total('connected'), awayMs: total('away'), parkedMs: total('parked') };
}

/** Round steps of a time axis. */
const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080].map((minutes) => minutes * 60_000);

/** The round times of an axis, in local time, at most `atMost` of them. */
export function axisTicks(fromMs: number, toMs: number, atMost: number): number[] {
  const spanMs = Math.max(1, toMs - fromMs);
  const stepMs =
    STEPS_MS.find((step) => spanMs / step <= atMost) ?? Math.ceil(spanMs / atMost / 86_400_000) * 86_400_000;
  const offsetMs = new Date(fromMs).getTimezoneOffset() * 60_000;
  const first = Math.ceil((fromMs - offsetMs) / stepMs) * stepMs + offsetMs;
  const ticks: number[] = [];
  for (let atMs = first; atMs <= toMs; atMs += stepMs) ticks.push(atMs);
  return ticks;
}
