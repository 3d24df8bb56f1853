import type { IssuerKind } from '../../../shared/api.ts';

/** Who makes participant tokens: the AWS API today, a key pair beside it later. */
export interface TokenIssuer {
  readonly kind: IssuerKind;
  /** A token to watch (subscribe only) for 24 h. @throws TokenIssuerError */
  issue(request: TokenIssueRequest): Promise<IssuedToken>;
}

export interface TokenIssueRequest {
  stageArn: string;
  userId: string;
}

export interface IssuedToken {
  /** Secret: handed to the caller once, never stored, never logged. */
  token: string;
  participantId: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** The issuer refused or could not be reached. */
export class TokenIssuerError extends Error {
  override name = 'TokenIssuerError';
  /** What AWS (or the network) called it: `ThrottlingException`, `ECONNREFUSED`, … */
  readonly reason: string;
  /** Whether the same request can succeed later by itself. */
  readonly retryable: boolean;
  /** What to do about it: a key of the message catalogue. */
  readonly advice: IssuerAdvice;
  constructor(options: { reason: string; retryable: boolean; advice: IssuerAdvice; message: string; cause?: unknown }) {
    super(options.message, { cause: options.cause });
    this.reason = options.reason;
    this.retryable = options.retryable;
    this.advice = options.advice;
  }
}

export const issuerAdvices = [
  'throttled',
  'aws-fault',
  'unreachable',
  'timeout',
  'access-denied',
  'credentials-missing',
  'credentials-refused',
  'clock-skew',
  'not-found',
  'invalid',
  'pending-verification',
  'quota',
  'conflict',
  'unknown',
] as const;
export type IssuerAdvice = (typeof issuerAdvices)[number];
