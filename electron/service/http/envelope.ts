import type { FastifyReply } from 'fastify';
import type { Language } from '../../../shared/settings.ts';
import type { ApiError } from './errors.ts';
import type { Answer } from './route.ts';

/** `{success: true, data, message?, timestamp}` */
export function successBody(answer: Answer<unknown>, now: Date): string {
  return JSON.stringify({
    success: true,
    data: answer.data,
    ...(answer.message !== undefined && { message: answer.message }),
    timestamp: now.toISOString(),
  });
}

/** `{success: false, error: {code, message, retryable, requestId, details?}, timestamp}`: the same for every failure. */
export function failureBody(error: ApiError, language: Language, requestId: string, now: Date): string {
  return JSON.stringify({
    success: false,
    error: {
      code: error.code,
      message: error.textIn(language),
      retryable: error.retryable,
      requestId,
      ...(error.details !== undefined && { details: error.details }),
    },
    timestamp: now.toISOString(),
  });
}

export const JSON_TYPE = 'application/json; charset=utf-8';

/** Sends a ready JSON text with the headers that every answer has. */
export function sendJson(reply: FastifyReply, status: number, body: string): void {
  const { request } = reply;
  reply
    .code(status)
    .header('content-type', JSON_TYPE)
    .header('x-request-id', request.id)
    .header('cache-control', 'no-store');
  if (request.corsOrigin !== undefined) setCorsHeaders(reply, request.corsOrigin);
  reply.send(body);
  request.routeOptions.config.metrics?.count(status, performance.now() - request.startedAtMs);
}

export function setCorsHeaders(reply: FastifyReply, origin: string): void {
  reply
    .header('access-control-allow-origin', origin)
    .header('vary', 'Origin')
    .header('access-control-expose-headers', 'x-request-id, retry-after');
}
