/** What the viewing session shows of itself (docs/viewing-session.md). Durations, never clock times: two processes share no clock. */

/** Why nobody is looking, the most telling one first. */
export const awayReasons = [
  'suspended',
  'locked',
  'stopped', // by the user's own word
  'minimized',
  'hidden',
  'another-page',
  'blurred',
  'no-input',
] as const;
export type AwayReason = (typeof awayReasons)[number];

/** Why there is no automatic return. */
export const endReasons = [
  'removed', // the operator disconnected us
  'stage-deleted',
  'stage-not-found', // the API knows no such stage
  'opened-elsewhere', // our token is in use by another Stage: never fight back
  'token-refused', // several fresh ones in a row
  'codec-mismatch', // what the publisher sends cannot be played here
  'player-fault', // the SDK canceled its own attempts, several in a row
  'unsupported', // this browser or machine cannot play any stage
  'refused', // the API refused us for good (key, origin, validation)
] as const;
export type EndReason = (typeof endReasons)[number];

/** What went wrong before a retry, for one line of text. */
export type Problem =
  | { kind: 'api'; code: string; message: string }
  | { kind: 'api-unreachable' }
  /** `code`: StageErrorCode, or an internal one of the SDK; null where the SDK gave none. `at`: what could not be done. */
  | { kind: 'stage'; at: 'join' | 'subscribe'; code: number | null; name: string; message: string }
  | { kind: 'stage-full' }
  | { kind: 'token-refused'; message: string };

/** `unreachable`: nobody answers. `store`: it cannot write (disk full, database gone). `refused`: another failure that may pass. */
export type ApiProblem = 'unreachable' | 'store' | 'refused';

export type ViewingView = {
  userId: string;
  stageArn: string | null;
  participantId: string | null;
  /** Why presence calls wait, null while they don't; the video goes on. */
  apiProblem: ApiProblem | null;
} & (
  | { phase: 'signed-out' }
  | { phase: 'joining' | 'rejoining' /** For how long we have been connecting. */; forMs: number; slow: boolean }
  | { phase: 'watching'; reconnecting: { forMs: number; offerRetry: boolean } | null }
  | { phase: 'away'; reason: AwayReason; disconnectInMs: number; delayMs: number }
  | { phase: 'disconnecting'; reason: AwayReason }
  | { phase: 'parked'; reason: AwayReason; forMs: number }
  | { phase: 'retrying'; retryInMs: number; problem: Problem }
  | { phase: 'ended'; reason: EndReason; message: string | null }
);
export type ViewingPhase = ViewingView['phase'];

/** What the user may ask for: look again (stop the countdown, come back), retry now, start afresh after an end. */
export const viewingIntents = ['look', 'retry', 'start-again'] as const;
export type ViewingIntent = (typeof viewingIntents)[number];
