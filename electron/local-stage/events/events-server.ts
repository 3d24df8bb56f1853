/** The events socket: lets participants in, keeps an eye on their connections, and hands both to the room. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { assertNever } from '../../../shared/assert-never.ts';
import type { ClientFaults, JoinFault } from '../client-faults.ts';
import type { StageLogger } from '../log.ts';
import type { Room } from '../room.ts';
import type { RoomSocket } from '../room-members.ts';
import { stageIdOf } from '../stage-arn.ts';
import type { Timers } from '../timers.ts';
import type { Claims, Tokens } from '../tokens.ts';
import { readUserAgent } from '../user-agent.ts';
import { type JoinErrorCode, readClientMessage, type ServerMessage } from './messages.ts';

const MAX_MESSAGE_BYTES = 16 * 1024;
/** Closed on purpose: `stage.leave()` gives no code, a page that goes away 1001. */
const CLEAN_CLOSE_CODES = [1000, 1001, 1005];

export interface EventsServer {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  readonly openSockets: number;
  close(): void;
}

type Admission = { room: Room; claims: Claims } | { code: JoinErrorCode; message: string };

export function createEventsServer(deps: {
  rooms: ReadonlyMap<string, Room>;
  tokens: Tokens;
  timers: Timers;
  logger: StageLogger;
  faults: Pick<ClientFaults, 'take'>;
  /** A socket that does not answer a ping until the next one is dead. */
  pingIntervalMs: number;
}): EventsServer {
  const { rooms, tokens, timers, logger } = deps;
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: MAX_MESSAGE_BYTES,
    // The token is the only subprotocol, and a browser wants it echoed.
    handleProtocols: (offered) => [...offered][0] ?? false,
  });
  const answered = new WeakMap<WebSocket, boolean>();
  let stopPinging: (() => void) | null = null;

  async function admit(token: string, topic: string | null): Promise<Admission> {
    const check = await tokens.check(token);
    if (!check.ok) {
      return REFUSALS[check.reason];
    }
    const { claims } = check;
    const room = rooms.get(claims.stageArn);
    if (!room) return { code: 'STAGE_DELETED', message: 'The stage of this token does not exist.' };
    if (topic !== null && topic.split('/')[0] !== stageIdOf(claims.stageArn)) {
      return { code: 'BAD_REQUEST', message: 'The token is for another stage.' };
    }
    if (!room.admits(claims.participantId)) {
      return {
        code: 'PARTICIPANT_DISCONNECTED',
        message: 'The participant was disconnected; its token is no longer valid.',
      };
    }
    return { room, claims };
  }

  function pingAll(): void {
    for (const socket of server.clients) {
      if (answered.get(socket) === false) {
        socket.terminate();
      } else {
        answered.set(socket, false);
        socket.ping();
      }
    }
  }

  function join(socket: WebSocket, { room, claims }: { room: Room; claims: Claims }, request: IncomingMessage): void {
    const url = new URL(request.url ?? '/', 'ws://stage');
    const traceId = url.searchParams.get('traceid') ?? '';
    const roomSocket: RoomSocket = {
      traceId,
      send: (text) => {
        if (socket.readyState === socket.OPEN) socket.send(text);
      },
      close: () => socket.close(1000),
      terminate: () => socket.terminate(),
    };
    socket.on('pong', () => answered.set(socket, true));
    socket.on('message', (data: RawData) => receive(socket, roomSocket, claims, data.toString()));
    socket.on('close', (code) => {
      logger.debug({ participantId: claims.participantId, code }, 'An events socket closed.');
      if (server.clients.size === 0) {
        stopPinging?.();
        stopPinging = null;
      }
      room.socketClosed(claims.participantId, roomSocket, CLEAN_CLOSE_CODES.includes(code));
    });
    stopPinging ??= timers.every(deps.pingIntervalMs, pingAll);
    logger.debug({ participantId: claims.participantId, userId: claims.userId, traceId }, 'An events socket opened.');
    room.openSocket(claims, roomSocket, readUserAgent(request.headers['user-agent']));
  }

  function receive(socket: WebSocket, roomSocket: RoomSocket, claims: Claims, text: string): void {
    answered.set(socket, true);
    const message = readClientMessage(text);
    switch (message?.type) {
      case 'PING':
        roomSocket.send(JSON.stringify({ type: 'PONG' } satisfies ServerMessage));
        return;
      case 'aws:ivs:EXCHANGE_TOKEN':
        void exchange(roomSocket, claims, message.payload);
        return;
      case 'SET_STATE': // Mute flags of a publisher; a stage without its media has no use for them.
      case undefined:
        return;
      default:
        assertNever(message);
    }
  }

  function say(socket: WebSocket, message: ServerMessage): void {
    socket.send(JSON.stringify(message));
  }

  function misbehave(socket: WebSocket, fault: JoinFault): void {
    logger.info({ fault }, 'A join meets a fault on order.');
    switch (fault.kind) {
      case 'refuse': {
        const { code, message = `${code} on order.`, fatal } = fault;
        say(socket, { type: 'aws:ivs:JOIN_ERROR', payload: { code, message, ...(fatal !== undefined && { fatal }) } });
        return socket.close(1000);
      }
      case 'dismiss':
        say(socket, { type: 'aws:ivs:DISCONNECT', payload: { code: fault.code, reason: `${fault.code} on order.` } });
        return socket.close(1000);
      case 'silence':
        return;
      case 'close':
        return socket.close(1000);
      default:
        assertNever(fault);
    }
  }

  /** A token may be exchanged for another of the same participant; what it says of him is taken at the next join. */
  async function exchange(
    roomSocket: RoomSocket,
    claims: Claims,
    asked: { newToken: string; requestId: string; traceId: string },
  ): Promise<void> {
    const { newToken, requestId, traceId } = asked;
    const check = await tokens.check(newToken);
    const fits =
      check.ok && check.claims.participantId === claims.participantId && check.claims.stageArn === claims.stageArn;
    const message = check.ok ? 'The token is for another participant.' : REFUSALS[check.reason].message;
    const payload = { requestId, traceId, ...(!fits && { error: { message } }) };
    roomSocket.send(JSON.stringify({ type: 'aws:ivs:EXCHANGE_TOKEN', payload } satisfies ServerMessage));
  }

  return {
    async handleUpgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'ws://stage');
      const token = (request.headers['sec-websocket-protocol'] ?? '').split(',')[0]?.trim() ?? '';
      // The client may go away while its token is checked.
      const ignore = () => {};
      socket.on('error', ignore);
      const admission = await admit(token, url.searchParams.get('topic'));
      if ('code' in admission && url.searchParams.get('error_over_ws') !== '1') {
        logger.info({ code: admission.code }, 'An events socket was refused.');
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) => {
        socket.off('error', ignore);
        opened.on('error', (error) => logger.debug({ err: error }, 'An events socket failed.'));
        if (!('code' in admission)) {
          const fault = deps.faults.take('join', admission.claims.stageArn);
          return fault === null ? join(opened, admission, request) : misbehave(opened, fault);
        }
        logger.info({ code: admission.code }, 'A join was refused.');
        say(opened, { type: 'aws:ivs:JOIN_ERROR', payload: admission });
        opened.close(1000);
      });
    },
    get openSockets() {
      return server.clients.size;
    },
    close() {
      stopPinging?.();
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

const REFUSALS = {
  malformed: { code: 'TOKEN_INVALID', message: 'The token is not a participant token.' },
  signature: { code: 'TOKEN_INVALID_SIGNATURE', message: 'The token was not issued by this stage.' },
  expired: { code: 'TOKEN_EXPIRED', message: 'The token has expired.' },
} as const;
