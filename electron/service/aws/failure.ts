import type { IssuerAdvice } from '../tokens/issuer.ts';
import { issuerErrorOf } from './errors.ts';

/** The calls that are not about tokens; `ivs:` before each is the IAM action that it needs. */
export type AwsCall =
  | 'ListStages'
  | 'GetStage'
  | 'ListStageSessions'
  | 'ListParticipants'
  | 'GetParticipant'
  | 'ListParticipantEvents'
  | 'DisconnectParticipant';

/** AWS refused a question or an order, or did not answer. */
export class AwsFailed extends Error {
  override name = 'AwsFailed';
  readonly call: AwsCall;
  /** What AWS (or the network) called it: `ThrottlingException`, `ECONNREFUSED`, … */
  readonly reason: string;
  /** Whether the same request can succeed later by itself. */
  readonly retryable: boolean;
  /** What to do about it: a key of the message catalogue. */
  readonly advice: IssuerAdvice;

  constructor(call: AwsCall, cause: unknown) {
    const { reason, retryable, advice, message } = issuerErrorOf(cause);
    super(message, { cause });
    this.call = call;
    this.reason = reason;
    this.retryable = retryable;
    this.advice = advice;
  }
}

/** AWS knows no such stage, session or participant. */
export const isNotFound = (error: unknown): error is AwsFailed =>
  error instanceof AwsFailed && error.advice === 'not-found';
