import { type ErrorCode, errorCodes } from '../../../shared/api.ts';
import type { Language } from '../../../shared/settings.ts';
import { AwsFailed } from '../aws/failure.ts';
import { StoreUnavailable } from '../store/types.ts';
import { TokenIssuerError } from '../tokens/issuer.ts';
import { awsFailureText } from './aws-texts.ts';
import { errorMessages, issuerTextOf } from './messages.ts';

/** A failure with its place in the contract: what the envelope says of it. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly details: Record<string, unknown> | undefined;
  /** Name and value in turns. */
  readonly headers: readonly string[];
  readonly #text: Readonly<Record<Language, string>>;

  constructor(
    code: ErrorCode,
    options: {
      text?: Readonly<Record<Language, string>>;
      retryable?: boolean;
      details?: Record<string, unknown>;
      headers?: readonly string[];
    } = {},
  ) {
    super(code);
    this.code = code;
    this.status = errorCodes[code].status;
    this.retryable = options.retryable ?? errorCodes[code].retryable;
    this.details = options.details;
    this.headers = options.headers ?? [];
    this.#text = options.text ?? errorMessages[code];
  }

  textIn(language: Language): string {
    return this.#text[language];
  }
}

function awsFailure(error: AwsFailed): ApiError {
  const { reason, advice, call, retryable } = error;
  const details = { error: reason, advice, action: `ivs:${call}` };
  return new ApiError('AWS_FAILED', { text: awsFailureText(error), retryable, details });
}

function issuerFailure(error: TokenIssuerError): ApiError {
  const { reason, advice, action, retryable, message } = error;
  const details = { error: reason, advice, ...(action !== null && { action }) };
  if (advice === 'not-found') return new ApiError('STAGE_NOT_FOUND', { details: { ...details, reason: message } });
  // What a limit of ours refused, only its own words explain.
  const told = reason === 'LimitExceeded' ? { ...details, reason: message } : details;
  return new ApiError('TOKEN_ISSUER_FAILED', { text: issuerTextOf(advice, action), retryable, details: told });
}

/** Whatever was thrown, as a failure of the contract. What nobody foresaw is INTERNAL: masked, and logged by the caller. */
export function apiErrorOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreUnavailable) return new ApiError('STORE_UNAVAILABLE');
  if (error instanceof TokenIssuerError) return issuerFailure(error);
  if (error instanceof AwsFailed) return awsFailure(error);
  return new ApiError('INTERNAL');
}
