import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import type { ErrorCode } from '../../../shared/api.ts';
import { failureBody, JSON_TYPE } from './envelope.ts';
import { ApiError } from './errors.ts';
import { flush } from './outbox.ts';

/** What Node's parser refused before there was a request, by its error codes. */
const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Answers malformed HTTP and requests that don't arrive in time with the one envelope, where the socket still takes it. */
export function answerClientError(logger: Logger, nextRequestId: () => string) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    flush(); // the answer to what came before this, even in the same packet
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const requestId = nextRequestId();
    const failure = new ApiError(codes[error.code ?? ''] ?? 'BAD_REQUEST');
    logger.debug({ requestId, reason: error.code }, 'refused what is not a request');
    const body = failureBody(failure, 'zh-TW', requestId, Date.now());
    const head = [
      `HTTP/1.1 ${failure.status} ${REASONS[failure.status] ?? 'Bad Request'}`,
      `content-type: ${JSON_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${requestId}`,
      'cache-control: no-store',
      'connection: close',
    ];
    // Half of an answer may be on its way already (a pipelined request): then there is nothing true to say.
    const response = (socket as { _httpMessage?: { headersSent?: boolean } })._httpMessage;
    if (response?.headersSent) socket.destroy();
    else socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  };
}
