import type { IncomingMessage } from 'node:http';

/** An SDP offer of a browser is some 10 KB, a control-plane request less. */
export const MAX_BODY_BYTES = 64 * 1024;

/** @returns the body as text, or null where it is too large */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : null;
}
