import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { ApiError } from './errors.ts';

/** docs/quality.md, "Local API". */
const LIMIT_BYTES = 16 * 1024;
/** Parameters do not matter: JSON is UTF-8, whatever its charset claims to be. */
const JSON_MEDIA_TYPE = /^\s*application\/json\s*(;|$)/i;

/**
 * Reads a request's body: JSON and nothing else, parsed by the engine (zod takes the fields it knows from it and leaves
 * the rest), of 16 KiB at most. A client that goes away in the middle gets no answer.
 * @param done told once: why the body is refused, or what it says; undefined for a request without any
 */
export function readJson(request: IncomingMessage, done: (refusal: ApiError | null, given: unknown) => void): void {
  const { headers } = request;
  if (headers['content-type'] === undefined && isEmpty(headers)) {
    done(null, undefined);
    return;
  }
  const refusal = refusalOf(headers);
  if (refusal !== null) {
    done(refusal, undefined);
    return;
  }

  const chunks: Buffer[] = [];
  let received = 0;
  request.on('data', (chunk: Buffer) => {
    if (received > LIMIT_BYTES) return; // refused already; the rest is let go by
    received += chunk.length;
    if (received > LIMIT_BYTES) done(new ApiError('PAYLOAD_TOO_LARGE'), undefined);
    else chunks.push(chunk);
  });
  request.on('end', () => {
    if (received > LIMIT_BYTES) return;
    // Decoded as a whole, so that a character may lie across two chunks.
    const text = chunks.length === 1 ? (chunks[0] as Buffer).toString() : Buffer.concat(chunks).toString();
    let given: unknown;
    try {
      given = JSON.parse(text);
    } catch {
      done(new ApiError('INVALID_JSON'), undefined);
      return;
    }
    done(null, given);
  });
}

const isEmpty = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';

/** What the headers alone rule out. */
function refusalOf(headers: IncomingHttpHeaders): ApiError | null {
  const type = headers['content-type'];
  const isJson = type === 'application/json' || (type !== undefined && JSON_MEDIA_TYPE.test(type));
  if (!isJson || headers['content-encoding'] !== undefined) return new ApiError('UNSUPPORTED_MEDIA_TYPE');
  return Number(headers['content-length'] ?? 0) > LIMIT_BYTES ? new ApiError('PAYLOAD_TOO_LARGE') : null;
}
