import { assertNever } from '../../shared/assert-never.ts';
import type { SdkError, StageLeftReason } from '../../shared/stage-events.ts';
import type { EndReason, Problem } from '../../shared/viewing.ts';

/** What follows when the SDK could not join, or was put out of the stage. */
export type StageOutcome =
  | { kind: 'new-token' }
  | { kind: 'retry'; problem: Problem }
  | { kind: 'end'; reason: EndReason; message: string | null };

/**
 * What a failed `join()` (or an error that ends the connection) means for the session.
 * Codes: StageErrorCode of amazon-ivs-web-broadcast; a code beyond those is internal (1017: the stage refused the join).
 */
export function outcomeOfError(error: SdkError): StageOutcome {
  switch (error.code) {
    case 1: // TOKEN_MALFORMED
    case 2: // TOKEN_EXPIRED
    case 8: // TOKEN_NOT_ALLOWED
    case 11: // TOKEN_EXCHANGE_REQUEST_INVALID
    case 1017: // refused by the stage
      return { kind: 'new-token' };
    case 7: // CODEC_MISMATCH
      return { kind: 'end', reason: 'unsupported', message: error.message };
    case 9: // STAGE_DELETED
      return { kind: 'end', reason: 'stage-deleted', message: null };
    case 10: // PARTICIPANT_DISCONNECTED
      return { kind: 'end', reason: 'removed', message: null };
    default: // TIMEOUT, FAILED, CANCELED, STAGE_AT_CAPACITY, TOKEN_EXCHANGE_FAILED and what we do not know
      return { kind: 'retry', problem: { kind: 'stage', name: error.name, message: error.message } };
  }
}

/** What STAGE_LEFT means when we did not ask for it. */
export function outcomeOfLeft(reason: StageLeftReason): StageOutcome {
  switch (reason) {
    case 'token-reused': // never fight back: two consoles would evict each other for ever
      return { kind: 'end', reason: 'opened-elsewhere', message: null };
    case 'participant-disconnected':
      return { kind: 'end', reason: 'removed', message: null };
    case 'stage-deleted':
      return { kind: 'end', reason: 'stage-deleted', message: null };
    case 'failed-exchange':
    case 'real-time-connection-token-revocation':
      return { kind: 'end', reason: 'token-refused', message: null };
    case 'unknown':
    case 'user-initiated':
    case 'real-time-connection-forced-leave':
      return { kind: 'retry', problem: { kind: 'stage', name: 'STAGE_LEFT', message: reason } };
    default:
      return assertNever(reason);
  }
}
