import type { Language } from '../../../shared/settings.ts';
import type { ApiError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { endThisTurn } from './outbox.ts';
import { type Answer, SENT } from './route.ts';

/** `{success: true, data, message?, timestamp}`. The frame is text already: only the data is serialised. */
export function successBody({ data, message }: Answer<unknown>, nowMs: number): string {
  const text = message === undefined ? '' : `,"message":${JSON.stringify(message)}`;
  return `{"success":true,"data":${JSON.stringify(data)}${text},"timestamp":"${timestampOf(nowMs)}"}`;
}

/** `{success: false, error: {code, message, retryable, requestId, details?}, timestamp}`: the same for every failure. */
export function failureBody(error: ApiError, language: Language, requestId: string, nowMs: number): string {
  return JSON.stringify({
    success: false,
    error: {
      code: error.code,
      message: error.textIn(language),
      retryable: error.retryable,
      requestId,
      ...(error.details !== undefined && { details: error.details }),
    },
    timestamp: timestampOf(nowMs),
  });
}

let lastMs = Number.NaN;
let lastTimestamp = '';
/** ISO 8601; many answers fall into one millisecond. */
function timestampOf(nowMs: number): string {
  if (nowMs !== lastMs) {
    lastMs = nowMs;
    lastTimestamp = new Date(nowMs).toISOString();
  }
  return lastTimestamp;
}

export const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * Sends a ready text with the headers that every answer has. The text goes to Node's response as it is.
 * @param headers name and value in turns
 */
export function sendText(
  exchange: Exchange,
  status: number,
  contentType: string,
  body: string,
  headers?: readonly string[],
): typeof SENT {
  const length = Buffer.byteLength(body);
  const all = [
    'content-type',
    contentType,
    'content-length',
    String(length),
    'x-request-id',
    exchange.id,
    'cache-control',
    'no-store',
  ];
  if (headers !== undefined) all.push(...headers);
  if (exchange.corsOrigin !== undefined) all.push(...corsHeaders(exchange.corsOrigin));
  const { response } = exchange;
  response.writeHead(status, all);
  // ASCII alone, as most answers are, is copied as it is; anything else has to be encoded.
  endThisTurn(response, body, length === body.length ? 'latin1' : 'utf8');
  exchange.count(status);
  return SENT;
}

/** What lets a page on another origin read the answer. */
export const corsHeaders = (origin: string): string[] => [
  'access-control-allow-origin',
  origin,
  'vary',
  'Origin',
  'access-control-expose-headers',
  'x-request-id, retry-after',
];
