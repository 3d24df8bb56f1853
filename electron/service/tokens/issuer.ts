import type { IssuerKind } from '../../../shared/api.ts';

/** Who makes participant tokens: CreateParticipantToken of the AWS API, or a key pair of ours. */
export interface TokenIssuer {
  readonly kind: IssuerKind;
  /** Of the key pair; null: AWS signs. */
  readonly publicKeyArn: string | null;
  /** A token to watch (subscribe only) for 24 h. @throws TokenIssuerError */
  issue(request: TokenIssueRequest): Promise<IssuedToken>;
  /** A token to publish (publish only) for 4 h, and where to. @throws TokenIssuerError */
  issuePublisher(request: TokenIssueRequest): Promise<IssuedPublisherToken>;
}

export interface TokenIssueRequest {
  stageArn: string;
  userId: string;
  /** Seen by every participant of the stage. */
  attributes?: Readonly<Record<string, string>>;
}

export interface IssuedToken {
  /** Secret: handed to the caller once, never stored, never logged. */
  token: string;
  participantId: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export interface IssuedPublisherToken extends IssuedToken {
  /** The stage's WHIP endpoint. */
  whipUrl: string;
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
  /** The IAM action that was needed; null: AWS was not asked. */
  readonly action: string | null;
  constructor(options: {
    reason: string;
    retryable: boolean;
    advice: IssuerAdvice;
    message: string;
    action?: string;
    cause?: unknown;
  }) {
    super(options.message, { cause: options.cause });
    this.reason = options.reason;
    this.retryable = options.retryable;
    this.advice = options.advice;
    this.action = options.action ?? null;
  }
}

export const issuerAdvices = [
  'throttled',
  'aws-fault',
  'unreachable',
  'timeout',
  'untrusted',
  'not-aws',
  'access-denied',
  'key-pair',
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
