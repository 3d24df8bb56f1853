import type { ClientLogEntry } from '../../shared/log.ts';
import type { StageCommand, StageEvent } from '../../shared/stage-events.ts';
import type { AwayReason, EndReason, Problem, ViewingIntent } from '../../shared/viewing.ts';
import type { ApiAnswer as ClientAnswer } from '../api-client/api-client.ts';
import { type Attention, type AttentionSignal, type AwayOn, initialAttention } from './attention.ts';
import { type CallQueue, emptyQueue } from './call-queue.ts';

/** The token and what it is for. It lives here, in memory, and nowhere else. Times are of the session's monotonic clock. */
export interface Ticket {
  token: string;
  participantId: string;
  stageArn: string;
  issuedAtMs: number;
  expiresAtMs: number;
}

/** Nobody looks, the connection still stands: `deadlineAtMs` is when it will be cut. */
export interface Away {
  reason: AwayReason;
  /** The most telling reason so far: the one that the log has. */
  toldReason: AwayReason;
  sinceMs: number;
  deadlineAtMs: number;
}

/** How a stretch of presence ends: `reason` for the ledger, `cause` the signal behind it. */
export interface Leaving {
  reason: string;
  cause?: AwayReason;
}

export type AfterClosing =
  | { kind: 'park'; reason: AwayReason; awayMs: number }
  | { kind: 'resume' }
  | { kind: 'start-afresh'; reason: ConnectReason }
  | { kind: 'retry'; problem: Problem; freshToken: boolean }
  | { kind: 'end'; reason: EndReason; message: string | null }
  | { kind: 'quit' };

/** Why we connect: nobody was connected, somebody looks again, the last try failed, or another stage was chosen. */
export type ConnectReason = 'start' | 'return' | 'retry' | 'stage-changed';

/** Where the connection to the stage stands. */
export type Phase =
  | { kind: 'signed-out' }
  | { kind: 'requesting-token'; sinceMs: number; reason: ConnectReason }
  | { kind: 'connecting'; how: 'join' | 'rejoin'; attempt: number; sinceMs: number }
  | {
      kind: 'connected';
      how: 'join' | 'rejoin';
      attempt: number;
      sinceMs: number;
      lostAtMs: number | null;
      /** How often publishers that the SDK gave up were asked for again, in a row, and when they are next. */
      refreshes: number;
      refreshAtMs: number | null;
    }
  | { kind: 'closing'; attempt: number; sinceMs: number; leaving: Leaving; next: AfterClosing }
  | { kind: 'parked'; reason: AwayReason; sinceMs: number }
  | { kind: 'retrying'; atMs: number; problem: Problem }
  | { kind: 'ended'; reason: EndReason; message: string | null }
  | { kind: 'quit' };

export interface State {
  phase: Phase;
  /** The stage to watch; null: the service's default. */
  stageArn: string | null;
  /** Where to go if the stage to watch, chosen at an earlier start, does not exist any more; null: nowhere else. */
  fallback: { stageArn: string | null } | null;
  attention: Attention;
  away: Away | null;
  ticket: Ticket | null;
  calls: CallQueue;
  /** When the next heartbeat is due; null while none is to be sent. */
  heartbeatAtMs: number | null;
  /** Numbers the connections, so that what an earlier Stage still says is told apart. */
  attempt: number;
  /** Failed tries in a row, for the back-off. */
  failures: number;
  /** Tokens refused in a row. */
  refusals: number;
  rendererReady: boolean;
}

export const initialState: State = {
  phase: { kind: 'signed-out' },
  stageArn: null,
  fallback: null,
  attention: initialAttention,
  away: null,
  ticket: null,
  calls: emptyQueue,
  heartbeatAtMs: null,
  attempt: 0,
  failures: 0,
  refusals: 0,
  rendererReady: false,
};

/** A call to the API, complete with whom it is about: the ticket may be gone when it is sent. */
export type ApiCall =
  | { kind: 'token'; stageArn: string | null }
  | { kind: 'rejoin' | 'heartbeat'; participantId: string; stageArn: string }
  | { kind: 'leave'; participantId: string; stageArn: string; leaving: Leaving };

export type ApiFailure = Extract<ClientAnswer<unknown>, { ok: false }>;
/** `token` is there when the call asked for one; `expiresInMs` from now. */
export type ApiAnswer =
  | { ok: true; token?: { token: string; participantId: string; stageArn: string; expiresInMs: number } }
  | ApiFailure;

export type ViewingEvent =
  | { type: 'attention'; signal: AttentionSignal }
  | { type: 'stage'; event: StageEvent }
  | { type: 'api'; id: number; answer: ApiAnswer }
  | { type: 'renderer-ready'; supported: boolean }
  | { type: 'renderer-gone' }
  | { type: 'intent'; intent: ViewingIntent }
  | { type: 'choose-stage'; stageArn: string }
  /** Delay, interval or what counts as away were changed. */
  | { type: 'policy-changed' }
  | { type: 'tick' }
  | { type: 'quit' };

export type Effect =
  | { kind: 'call'; id: number; call: ApiCall }
  | { kind: 'command'; command: StageCommand }
  | { kind: 'log'; entry: Omit<ClientLogEntry, 'at'> }
  /** The renderer did not obey: reload it, which cuts its connections. */
  | { kind: 'reset-renderer' };

export interface ViewingPolicy {
  heartbeatIntervalMs: number;
  disconnectDelayMs: number;
  awayOn: AwayOn;
  /** How long to wait before try number `failures` + 1. */
  retryDelayMs(failures: number): number;
}

/** One decision in the making: mutable inside `decide`, never seen outside. */
export interface Turn {
  state: State;
  effects: Effect[];
  readonly nowMs: number;
  readonly policy: ViewingPolicy;
}
