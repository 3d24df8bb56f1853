import type { ServerResponse } from 'node:http';
import { corsHeaders } from './envelope.ts';
import type { Exchange } from './exchange.ts';
import { SENT } from './route.ts';

/** A reader who takes nothing for this long has gone. */
const STALLED_MS = 60_000;

/**
 * Sends a file piece by piece, at the reader's pace; what it does not want any more is not made. The first piece is
 * waited for, so that what fails at once is answered with the usual envelope. Later nothing can be answered any more:
 * the connection is cut without the end of the body, so that no client takes a part for the whole. So it is, too,
 * when the service stops.
 * @throws what making the first piece throws
 */
export async function sendFile(
  exchange: Exchange,
  pieces: AsyncGenerator<Uint8Array, void, undefined>,
  file: { contentType: string; name: string; stopping: AbortSignal },
): Promise<typeof SENT> {
  const { response: raw } = exchange;
  let piece = await pieces.next();
  raw.writeHead(200, [
    'content-type',
    file.contentType,
    'content-disposition',
    `attachment; filename="${file.name}"`,
    'cache-control',
    'no-store',
    'x-request-id',
    exchange.id,
    ...(exchange.corsOrigin === undefined ? [] : corsHeaders(exchange.corsOrigin)),
  ]);
  const cut = () => raw.destroy();
  file.stopping.addEventListener('abort', cut);
  try {
    for (; !piece.done && !raw.destroyed; piece = await pieces.next()) {
      if (!raw.write(piece.value)) await drained(raw);
    }
    if (!raw.destroyed) raw.end();
  } catch {
    raw.destroy();
  } finally {
    file.stopping.removeEventListener('abort', cut);
    await pieces.return();
    exchange.count(200);
  }
  return SENT;
}

/** Until there is room again, or nobody who would take it. */
function drained(raw: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => raw.destroy(), STALLED_MS);
    const go = () => {
      clearTimeout(timer);
      raw.off('drain', go);
      raw.off('close', go);
      resolve();
    };
    raw.once('drain', go);
    raw.once('close', go);
    if (raw.destroyed) go();
  });
}
