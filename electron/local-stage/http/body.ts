import type { IncomingMessage } from 'node:http';

/** An SDP offer of a browser is some 10 KB, a control-plane request less. */
export const MAX_BODY_BYTES = 64 * 1024;

/** The client hung up before its request was complete: its own affair, and nobody is left to be answered. */
export class RequestCut extends Error {
  override readonly name = 'RequestCut';
}

/**
 * @returns the body as text, or null where it is too large
 * @throws RequestCut
 */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch (error) {
    throw new RequestCut('The request ended before its body did.', { cause: error });
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : null;
}
