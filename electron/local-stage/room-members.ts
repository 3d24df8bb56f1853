/** What a room knows of its participants' connections; the events and the media server make them. */
import type { ServerMessage } from './events/messages.ts';

/** One events socket, seen from the room. */
export interface RoomSocket {
  /** The client's own name for its connection: the same while one `Stage` reconnects. */
  readonly traceId: string;
  /** @param text a ServerMessage as JSON: the same text goes to thousands */
  send(text: string): void;
  close(): void;
  /** Ends it without a word, as a cut would. */
  terminate(): void;
}

/** One media connection of a participant, seen from the room. */
export interface RoomMedia {
  readonly id: string;
  readonly kind: 'publish' | 'subscribe';
  /** Of a subscription: the publisher. */
  readonly remoteParticipantId?: string;
  close(): void;
  /** Ends it without a word. */
  cut(): void;
  /** Of a subscription: its publisher left, or sends over another connection now. */
  sourceGone?(how: 'left' | 'replaced'): void;
}

/** Tells a client why it must go, and closes its socket. */
export function dismiss(socket: RoomSocket, code: string, reason: string): void {
  const message: ServerMessage = { type: 'aws:ivs:DISCONNECT', payload: { code, reason } };
  socket.send(JSON.stringify(message));
  socket.close();
}
