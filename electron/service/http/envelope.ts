import type { FastifyReply } from 'fastify';
import type { Language } from '../../../shared/settings.ts';
import type { ApiError } from './errors.ts';
import { type Answer, SENT } from './route.ts';

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
  reply.code(status);
  sendText(reply, JSON_TYPE, body);
}

/** Sends a ready text with the headers that every answer has. */
export function sendText(reply: FastifyReply, contentType: string, body: string): typeof SENT {
  const { request } = reply;
  reply.header('content-type', contentType).header('x-request-id', request.id).header('cache-control', 'no-store');
  if (request.corsOrigin !== undefined) setCorsHeaders(reply, request.corsOrigin);
  reply.send(body);
  request.routeOptions.config.metrics?.count(reply.statusCode, performance.now() - request.startedAtMs);
  return SENT;
}

export function setCorsHeaders(reply: FastifyReply, origin: string): void {
  reply
    .header('access-control-allow-origin', origin)
    .header('vary', 'Origin')
    .header('access-control-expose-headers', 'x-request-id, retry-after');
}
