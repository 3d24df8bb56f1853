import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** What has begun to arrive when the drain begins may still arrive for this long. */
const ARRIVAL_GRACE_MS = 2_000;
/** An answer may take this long: the token issuer's eight seconds and a little. */
const ANSWER_GRACE_MS = 9_000;
const CHECK_MS = 50;

/**
 * Ends a server's connections without cutting an answer short. Node times nobody out any more once a server closes,
 * so whoever says nothing or half a sentence would keep it open for good (browsers open connections in advance).
 * @returns `begin` starts ending them; it returns its disposer
 */
export function createDrain(server: Server): { begin(): () => void } {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  return {
    begin() {
      const beganAtMs = performance.now();
      const timer = setInterval(() => {
        // A connection whose last answer is on its way is idle a moment later.
        server.closeIdleConnections();
        const elapsedMs = performance.now() - beganAtMs;
        for (const socket of sockets) {
          const isSilent = socket.bytesRead === 0;
          const isLate = elapsedMs >= ARRIVAL_GRACE_MS && !awaitsAnswer(socket);
          if (isSilent || isLate || elapsedMs >= ANSWER_GRACE_MS) socket.destroy();
        }
      }, CHECK_MS);
      return () => clearInterval(timer);
    },
  };
}

/** A whole request is there and its answer is not out yet. */
const awaitsAnswer = (socket: Socket): boolean =>
  (socket as { _httpMessage?: { req?: IncomingMessage } | null })._httpMessage?.req?.complete === true;
