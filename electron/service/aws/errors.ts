import { type IssuerAdvice, TokenIssuerError } from '../tokens/issuer.ts';

interface Verdict {
  retryable: boolean;
  advice: IssuerAdvice;
}

const no = (advice: IssuerAdvice): Verdict => ({ retryable: false, advice });
const yes = (advice: IssuerAdvice): Verdict => ({ retryable: true, advice });

/** AWS's error names (Amazon IVS Real-Time API reference, common errors) and Node's, and whether trying again helps. */
const verdicts: Readonly<Record<string, Verdict>> = {
  AccessDeniedException: no('access-denied'),
  AccessDenied: no('access-denied'),
  NotAuthorized: no('access-denied'),
  UnrecognizedClientException: no('credentials-refused'),
  InvalidClientTokenId: no('credentials-refused'),
  InvalidSignatureException: no('credentials-refused'),
  SignatureDoesNotMatch: no('credentials-refused'),
  IncompleteSignature: no('credentials-refused'),
  IncompleteSignatureException: no('credentials-refused'),
  MissingAuthenticationToken: no('credentials-refused'),
  MissingAuthenticationTokenException: no('credentials-refused'),
  ExpiredTokenException: no('credentials-refused'),
  ExpiredToken: no('credentials-refused'),
  CredentialsProviderError: no('credentials-missing'),
  RequestExpired: no('clock-skew'),
  RequestTimeTooSkewed: no('clock-skew'),
  ResourceNotFoundException: no('not-found'),
  ValidationException: no('invalid'),
  PendingVerification: no('pending-verification'),
  ServiceQuotaExceededException: no('quota'),
  ConflictException: no('conflict'),
  ThrottlingException: yes('throttled'),
  Throttling: yes('throttled'),
  TooManyRequestsException: yes('throttled'),
  RequestLimitExceeded: yes('throttled'),
  QuotaWaitTimeout: yes('throttled'), // our own waiting line (limiter.ts)
  InternalServerException: yes('aws-fault'),
  InternalFailure: yes('aws-fault'),
  ServiceUnavailable: yes('aws-fault'),
  ServiceUnavailableException: yes('aws-fault'),
  TimeoutError: yes('timeout'),
  AbortError: yes('timeout'),
  ETIMEDOUT: yes('timeout'),
  ECONNREFUSED: yes('unreachable'),
  ECONNRESET: yes('unreachable'),
  EPIPE: yes('unreachable'),
  ENOTFOUND: yes('unreachable'),
  EAI_AGAIN: yes('unreachable'),
  EHOSTUNREACH: yes('unreachable'),
  ENETUNREACH: yes('unreachable'),
};

/** A server that cannot prove who it is: Node's codes for certificates and for a conversation that is no TLS. */
const UNTRUSTED = /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|EPROTO$)/;
/** How AWS words a signature whose only fault is its time; the names are those of any bad signature. */
const OUT_OF_TIME = /signature (expired|not yet current)|request (has )?expired/i;

function verdictOf(name: string, code: string, message: string, status: number | undefined): Verdict {
  if (UNTRUSTED.test(code)) return no('untrusted');
  const verdict = verdicts[code] ?? verdicts[name] ?? verdictByStatus(status);
  // No JSON: a sign-in page of some network, or a proxy's own page.
  if (name === 'SyntaxError' && verdict.advice === 'unknown') return no('not-aws');
  return verdict.advice === 'credentials-refused' && OUT_OF_TIME.test(message) ? no('clock-skew') : verdict;
}

function verdictByStatus(status: number | undefined): Verdict {
  if (status === 429) return yes('throttled');
  if (status !== undefined && status >= 500) return yes('aws-fault');
  return no('unknown');
}

/** What AWS (or the network, or our own waiting line) refused, and whether trying again helps. */
export interface AwsProblem extends Verdict {
  /** `ThrottlingException`, `ECONNREFUSED`, `QuotaWaitTimeout`, … */
  reason: string;
  /** AWS's own words. */
  message: string;
}

/** Whatever the AWS client threw, under one name with its true `retryable`. */
export function awsProblemOf(error: unknown): AwsProblem {
  const { name, message, code, status } = describe(error);
  const verdict = verdictOf(name, code, message, status);
  // The code of a system error tells more than its name: "Error", or the AWS client's "TimeoutError" for a broken connection.
  const isCodeClearer = name === 'Error' || verdicts[code] !== undefined || verdicts[name] === undefined;
  const reason = code !== '' && isCodeClearer ? code : name;
  return { reason, message, ...verdict };
}

/**
 * The same of a token that was not issued.
 * @param action the IAM action that was needed
 */
export const issuerErrorOf = (error: unknown, action = 'ivs:CreateParticipantToken'): TokenIssuerError =>
  new TokenIssuerError({ ...awsProblemOf(error), action, cause: error });

function describe(error: unknown): { name: string; message: string; code: string; status: number | undefined } {
  const given = (error ?? {}) as Partial<Error> & {
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
    errors?: readonly unknown[];
  };
  // Node tries several addresses of one host and reports all failures together.
  const inner = Array.isArray(given.errors) && given.errors.length > 0 ? (given.errors[0] as typeof given) : given;
  return {
    name: given.name ?? 'Error',
    message: given.message || inner.message || String(error),
    code: typeof given.code === 'string' ? given.code : typeof inner.code === 'string' ? inner.code : '',
    status: given.$metadata?.httpStatusCode,
  };
}
