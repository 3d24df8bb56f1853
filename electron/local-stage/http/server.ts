/** One port for all of it: the control plane, media and events, as a stand-in for three AWS endpoints. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ControlPlane } from '../control/control-plane.ts';
import type { EventsServer } from '../events/events-server.ts';
import { isMediaPath, type MediaServer } from '../media/media-server.ts';
import { answerPreflight } from './cors.ts';

export interface StageServer {
  /** `127.0.0.1:PORT`, with the port that was taken. */
  readonly authority: string;
  /** While true, every connection attempt is reset, and those that are open and idle are closed. */
  refuseConnections(refuse: boolean): void;
  readonly openConnections: number;
  close(): Promise<void>;
}

export interface Handlers {
  control: ControlPlane;
  events: EventsServer;
  media: MediaServer;
}

/** @throws the system's error (EADDRINUSE, EACCES, …) where the port can't be had */
export async function listen(host: string, port: number, handlers: Handlers): Promise<StageServer> {
  const connections = new Set<Socket>();
  let refusing = false;

  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000 }, (request, response) => {
    void handle(request, response);
  });
  server.on('connection', (socket) => {
    if (refusing) {
      socket.resetAndDestroy();
      return;
    }
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    void handlers.events.handleUpgrade(request, socket, head);
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (isMediaPath(path)) {
      if (request.method === 'OPTIONS') return answerPreflight(request, response);
      return handlers.media.handle(path, request, response);
    }
    // No page may call the control plane, not even by a name that was made to point here: it hands out tokens.
    if (!isLoopbackName(request.headers.host) || request.method !== 'POST') {
      request.resume();
      response.writeHead(request.method === 'POST' ? 403 : 405).end();
      return;
    }
    return handlers.control.handle(path.slice(1), request, response);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const shown = address.family === 'IPv6' ? `[${address.address}]` : address.address;

  return {
    authority: `${shown}:${address.port}`,
    refuseConnections(refuse) {
      refusing = refuse;
      if (refuse) server.closeIdleConnections();
    },
    get openConnections() {
      return connections.size;
    },
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of connections) socket.destroy();
      });
    },
  };
}

function isLoopbackName(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d+$/, '');
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}
