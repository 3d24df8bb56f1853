/**
 * What the service keeps for good, behind an asynchronous interface: SQLite today, PostgreSQL beside it when one
 * machine is not enough. Callers see facts and pages, no SQL and no rows. Times are milliseconds since 1970.
 */
import type { LogEntry, LogSource, LogType } from '../../../shared/log.ts';
import type { Identity, OpenSessionRecord } from '../presence/presence.ts';

/** A line for the connection log, before the store has given it its id. */
export interface NewLogEntry {
  at: number;
  source: LogSource;
  type: LogType;
  stageArn: string | null;
  userId: string | null;
  participantId: string | null;
  reason: string | null;
  details: Record<string, unknown>;
}

/** A fact to keep. Facts of one `commit` are kept together or not at all. */
export type StoreWrite =
  /** The token itself is never given to the store. */
  | ({ kind: 'token-issued'; participantId: string; issuedAt: number; expiresAt: number } & Identity)
  /** `currentViewers` (with this one) raises the stage's peak. A session still open for the same viewer ends as interrupted. */
  | ({ kind: 'session-opened'; participantId: string; at: number; currentViewers: number } & Identity)
  | ({ kind: 'session-continued'; participantId: string } & Identity)
  | ({ kind: 'session-closed'; endedAt: number; reason: string } & Identity)
  /** Parked: would be connected, but nobody looks. Lasts at most until the participant's token expires. */
  | ({ kind: 'parked'; participantId: string; at: number } & Identity)
  /** The parked stretch is over, if there is one. */
  | ({ kind: 'park-ended'; at: number } & Identity)
  | { kind: 'logged'; entry: NewLogEntry };

export interface TokenRecord extends Identity {
  participantId: string;
  issuedAt: number;
  expiresAt: number;
}

export interface SessionRecord {
  sessionId: number;
  stageArn: string;
  participantId: string;
  joinedAt: number;
  endedAt: number | null;
  endReason: string | null;
  lastHeartbeatAt: number;
}

export interface LogFilter {
  stageArn?: string;
  userId?: string;
  participantId?: string;
  type?: LogType;
  since?: number;
  until?: number;
}

/** Closed sessions and parked stretches of one stage, since the database began. */
export interface StageTotals {
  stageArn: string;
  billedMs: number;
  /** Open parked stretches count up to the time asked for. */
  avoidedMs: number;
  peakViewers: number;
}

export interface ViewerStatsRecord {
  totalViews: number;
  uniqueViewers: number;
  maxWatchMs: number;
  totalWatchMs: number;
  /** Present at the end of each minute, oldest first. */
  series: { minuteAt: number; viewers: number }[];
}

export interface StoreStatus {
  status: 'ok' | 'failing';
  message?: string;
}

/** What happened at the opening that the user should know. */
export interface SetAside {
  /** The damaged database under its new name. */
  file: string;
  reason: string;
}

export interface Store {
  readonly setAside: SetAside | null;

  /**
   * Resolves once the facts are durable. Rejects with StoreUnavailable; they are then kept and written when that is possible.
   * @param onSession told the number of the session that these facts opened as soon as it has one, be it after a failure
   */
  commit(writes: readonly StoreWrite[], onSession?: (sessionId: number) => void): Promise<void>;
  /** A heartbeat's freshness, written behind: returns at once, never fails, costs no I/O. */
  heard(sessionId: number, at: number): void;

  /** All sessions without an end, a page at a time, ascending by sessionId. */
  openSessions(after: number, limit: number): Promise<OpenSessionRecord[]>;
  token(participantId: string): Promise<TokenRecord | undefined>;
  /** A viewer's sessions, newest first, with a sessionId below `before`. */
  history(userId: string, before: number | undefined, limit: number): Promise<SessionRecord[]>;
  /** Connected time of all ended sessions of one viewer on one stage, in ms. */
  watchedMs(who: Identity): Promise<number>;
  totals(now: number): Promise<StageTotals[]>;
  viewerStats(stageArn: string, query: { from: number; now: number; seriesFrom: number }): Promise<ViewerStatsRecord>;
  /** Newest first, with an id below `before`. */
  log(filter: LogFilter, before: number | undefined, limit: number): Promise<LogEntry[]>;
  /** Oldest first, with an id above `after`. */
  logAfter(after: number, limit: number): Promise<LogEntry[]>;

  status(): StoreStatus;
  /** Told on change. Returns its disposer. */
  onStatus(listener: (status: StoreStatus) => void): () => void;
  /** Each group of committed log entries, in the order of their ids. Returns its disposer. */
  onLog(listener: (entries: LogEntry[]) => void): () => void;
  /** Writes what waits, checkpoints and closes. */
  close(): Promise<void>;
}

/** The store cannot keep what must be durable: disk full, I/O error, database gone. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
}

/** The store cannot be opened; the message says why and what to do. */
export class StoreOpenError extends Error {
  override name = 'StoreOpenError';
  readonly code: StoreOpenErrorCode;
  constructor(code: StoreOpenErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
export type StoreOpenErrorCode = 'not-writable' | 'in-use' | 'newer-schema' | 'failed';
