/**
 * What the service keeps for good, behind an asynchronous interface: SQLite today, PostgreSQL beside it when one
 * machine is not enough. Callers see facts and pages, no SQL and no rows. Times are milliseconds since 1970.
 */
import type { CostGroup, LogExportFormat } from '../../../shared/api.ts';
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
  /** An operator took this participant off the stage. `userId`: empty where nobody knows it. */
  | ({ kind: 'participant-removed'; participantId: string; at: number } & Identity)
  /** `currentViewers` (with this one) raises the stage's peak. A session still open for the same viewer ends as interrupted. */
  | ({ kind: 'session-opened'; participantId: string; at: number; currentViewers: number } & Identity)
  | ({ kind: 'session-continued'; participantId: string } & Identity)
  | ({ kind: 'session-closed'; endedAt: number; reason: string } & Identity)
  /** Parked: would be connected, but nobody looks. Lasts at most until the participant's token expires. */
  | ({
      kind: 'parked';
      participantId: string;
      at: number;
      cause: string | null;
      joinedAt: number;
      watchedMs: number;
    } & Identity)
  /** The parked stretch is over, if there is one. */
  | ({ kind: 'park-ended'; at: number } & Identity)
  /** A setting that is changed while the service runs; the value is JSON. */
  | { kind: 'setting-kept'; name: string; value: unknown }
  | { kind: 'logged'; entry: NewLogEntry };

export interface TokenRecord extends Identity {
  participantId: string;
  issuedAt: number;
  expiresAt: number;
  /** When an operator took this participant off the stage; null: never. */
  removedAt: number | null;
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

type Several<T> = T | readonly T[];

/** Values of one field are alternatives, fields narrow each other, `not…` takes away; each word of `q` must occur. */
export interface LogFilter {
  stageArn?: Several<string>;
  userId?: Several<string>;
  participantId?: Several<string>;
  type?: Several<LogType>;
  source?: Several<LogSource>;
  reason?: Several<string>;
  notStageArn?: Several<string>;
  notUserId?: Several<string>;
  notParticipantId?: Several<string>;
  notType?: Several<LogType>;
  notSource?: Several<LogSource>;
  notReason?: Several<string>;
  q?: string;
  since?: number;
  until?: number;
}

/** From where on: older entries than one, or those next newer. Neither given: the newest there are. */
export type LogPosition = { before?: number | undefined } | { after: number };

export interface LogPage {
  /** Newest first, in either direction. */
  entries: LogEntry[];
  /** Whether the filter finds more in this direction. */
  more: boolean;
}

export interface LogHistogram {
  since: number;
  until: number;
  bucketMs: number;
  buckets: { at: number; count: number; bad: number }[];
  total: number;
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

/** What is connected and parked now, as memory knows it: no clock that was set shows in it. */
export interface Running {
  stageArns: string[];
  /** Column by column; `stage` is an index of `stageArns`, `id` the session's number (0: it has none yet). */
  sessions: { stage: Uint32Array; id: Float64Array; from: Float64Array; to: Float64Array };
  parked: { stage: number; userId: string; from: number; to: number; cause: string }[];
}

export interface StageUsage {
  stageArn: string;
  billedMs: number;
  avoidedMs: number;
  /** Different users. */
  unique: number;
  /** The most connections at a time, and since when. */
  peak: number;
  peakAt: number | null;
}
export interface UsageToday {
  total: Omit<StageUsage, 'stageArn'>;
  stages: StageUsage[];
}

export interface SeriesQuery {
  stageArn: string | null;
  since: number;
  stepMs: number;
  steps: number;
}
/** A value for each step. */
export interface UsageSeries {
  connections: Uint32Array;
  billedMs: Float64Array;
  avoidedMs: Float64Array;
}

export interface CostQuery {
  by: CostGroup;
  stageArn: string | null;
  since: number;
  until: number;
  /** Where its days begin. */
  timeZone: string;
}
export interface CostTotals {
  sessions: number;
  billedMs: number;
  avoidedMs: number;
}
export interface Cost {
  /** In no order. */
  rows: ({ key: string } & CostTotals)[];
  total: CostTotals;
}

/** A parked stretch that has not ended, as the store knows it. */
export interface ParkedRecord extends Identity {
  participantId: string;
  startedAt: number;
  expiresAt: number;
  /** The signal behind it; null where nobody told. */
  cause: string | null;
  /** Of the session that ended with it. */
  joinedAt: number;
  watchedMs: number;
}

export interface StoreStatus {
  status: 'ok' | 'failing';
  message?: string;
}

/** A damaged database, found at the opening. */
export interface SetAside {
  /** The damaged database under its new name. */
  file: string;
  reason: string;
  /** What took its place; null: there was no good backup, a fresh one begins. */
  restored: RestoredBackup | null;
  /** Backups that were tried before and not taken. */
  refused: { name: string; reason: string }[];
}

/** A backup in the database's place, and the time of which nothing is known any more: milliseconds since 1970. */
export interface RestoredBackup {
  name: string;
  lostFrom: number;
  lostTo: number;
}

/** What was kept of a database before a newer schema changed it; or why not, for the change was made all the same. */
export type MigrationBackup =
  | { made: true; name: string; bytes: number }
  | { made: false; reason: 'disk-full' | 'not-writable' | 'damaged' | 'failed'; message: string };

/** The database was brought to a newer schema. */
export interface Migrated {
  from: number;
  to: number;
  /** null: it had just been restored from a backup, which is still there. */
  backup: MigrationBackup | null;
}

/** What happened at the opening that the user should know. */
export interface Opened {
  setAside: SetAside | null;
  /** A restore that a power cut had stopped half way was finished. */
  finishedRestore: boolean;
  /** null: its schema was the newest, or it is new. */
  migrated: Migrated | null;
  /** Tells one file from another. */
  fileId: string;
}

/** The database had to be opened anew while the service ran. */
export interface Reopened extends Opened {
  /** Its file was removed or replaced by another one; `file`: where what it held lies now. Null: something else was the matter. */
  rescued: { how: 'removed' | 'replaced'; file: string } | null;
  /** What it holds is not what it held before: everything in memory that speaks of it is to be told to it again. */
  isAnother: boolean;
}

export interface Store {
  /** What happened at the start. */
  readonly opened: Opened;

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
  logPage(filter: LogFilter, position: LogPosition, limit: number): Promise<LogPage>;
  logHistogram(filter: LogFilter, buckets: number, now: number): Promise<LogHistogram>;
  /**
   * The text of a file with exactly what the filter finds at this moment, newest first, piece by piece. Retention rests
   * until it has been read to its end or `return` was called.
   */
  logExport(filter: LogFilter, format: LogExportFormat): AsyncGenerator<Uint8Array, void, undefined>;
  /** Oldest first, with an id above `after`. */
  logAfter(after: number, limit: number): Promise<LogEntry[]>;

  /** Parked stretches that have not ended, oldest first. */
  parked(): Promise<ParkedRecord[]>;
  /** What was last kept under this name. */
  setting(name: string): Promise<unknown>;
  /** Since a day's start; `now` is the wall clock's. */
  usageToday(dayStart: number, now: number, running: Running): Promise<UsageToday>;
  usageSeries(query: SeriesQuery, running: Running): Promise<UsageSeries>;
  cost(query: CostQuery, running: Running): Promise<Cost>;

  status(): StoreStatus;
  /** Told on change. Returns its disposer. */
  onStatus(listener: (status: StoreStatus) => void): () => void;
  /** Each group of committed log entries, in the order of their ids. Returns its disposer. */
  onLog(listener: (entries: LogEntry[]) => void): () => void;
  /**
   * Copies everything into a new file while writing goes on. The copy is not checked yet.
   * @throws StoreUnavailable; what there is of the copy is the caller's to remove
   */
  copyTo(file: string): Promise<void>;
  /**
   * Sets the present content aside and takes that of a backup in its place; told by `onReopened` once it is open.
   * @returns where the present content lies now
   * @throws StoreUnavailable with the code `damaged` or `newer` where the backup cannot be used; nothing has changed then
   */
  restoreFrom(file: string): Promise<{ setAside: string }>;
  /** Told once it can be written after it had to be opened anew. Returns its disposer. */
  onReopened(listener: (reopened: Reopened) => void): () => void;
  /** Writes what waits, checkpoints and closes. */
  close(): Promise<void>;
}

/** The store cannot keep what must be durable: disk full, I/O error, database gone. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
  /** The system's or SQLite's code (`ENOSPC`, `SQLITE_FULL`) where there is one. */
  readonly code: string;
  constructor(message: string, code = '') {
    super(message);
    this.code = code;
  }
}

/** The store cannot be opened; the message says why and what to do. */
export class StoreOpenError extends Error {
  override name = 'StoreOpenError';
  readonly code: StoreOpenErrorCode;
  /** The file or folder that it is about, and the system's word for why: for the same sentence in another language. */
  readonly path: string;
  readonly reason: string;
  constructor(code: StoreOpenErrorCode, message: string, about: { path: string; reason: string }) {
    super(message);
    this.code = code;
    this.path = about.path;
    this.reason = about.reason;
  }
}
export type StoreOpenErrorCode = 'not-writable' | 'in-use' | 'newer-schema' | 'failed';
