import { assertNever } from '../../shared/assert-never.ts';
import type { SdkError, StageLeftReason } from '../../shared/stage-events.ts';
import type { EndReason, Problem } from '../../shared/viewing.ts';

/** What follows when the SDK could not join, was put out of the stage, or gave a publisher up (docs/sdk-errors.md). */
export type StageOutcome =
  /** The token is no good: another one, a few times. */
  | { kind: 'new-token'; message: string }
  /** It may pass: with back-off, for as long as it takes. */
  | { kind: 'retry'; problem: Problem }
  /** It should not happen: with back-off, a few times. */
  | { kind: 'retry-few'; problem: Problem }
  | { kind: 'end'; reason: EndReason; message: string | null };

/**
 * What an error of the SDK means for the session, whatever its category.
 * Codes: StageErrorCode of amazon-ivs-web-broadcast; a code beyond those is internal to the SDK.
 */
export function outcomeOfError(error: SdkError): StageOutcome {
  const { code, name, message } = error;
  const at = error.category === 'SUBSCRIBE_ERROR' ? 'subscribe' : 'join';
  const problem = { kind: 'stage', at, code, name, message } as const;
  switch (code) {
    case 1: // TOKEN_MALFORMED
    case 2: // TOKEN_EXPIRED
    case 8: // TOKEN_NOT_ALLOWED
    case 11: // TOKEN_EXCHANGE_REQUEST_INVALID
    case 12: // TOKEN_EXCHANGE_FAILED
    case 1017: // the stage refused the join, for a reason that the SDK does not know
      return { kind: 'new-token', message };
    case 5: // CANCELED
      return { kind: 'retry-few', problem };
    case 6: // STAGE_AT_CAPACITY
      return { kind: 'retry', problem: { kind: 'stage-full' } };
    case 7: // CODEC_MISMATCH
      return { kind: 'end', reason: 'codec-mismatch', message };
    case 9: // STAGE_DELETED
      return { kind: 'end', reason: 'stage-deleted', message: null };
    case 10: // PARTICIPANT_DISCONNECTED
      return { kind: 'end', reason: 'removed', message: null };
    default: // TIMEOUT, FAILED and what we do not know
      return { kind: 'retry', problem };
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
    case 'real-time-connection-token-revocation':
      return { kind: 'end', reason: 'token-refused', message: null };
    case 'failed-exchange':
      return { kind: 'new-token', message: reason };
    case 'unknown':
    case 'user-initiated':
    case 'real-time-connection-forced-leave':
      return { kind: 'retry', problem: { kind: 'stage', at: 'join', code: null, name: 'STAGE_LEFT', message: reason } };
    default:
      return assertNever(reason);
  }
}
