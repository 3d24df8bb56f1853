/**
 * Who is in one stage now. A participant is present while it has an events socket or a media resource;
 * what happens to it is noted in the stage's records and told to the others.
 */
import type { DisconnectCode, ListedParticipant, ServerMessage } from './events/messages.ts';
import type { MediaSource } from './media/source.ts';
import type { ParticipantRecord, StageRecords } from './records.ts';
import { dismiss, type RoomMedia, type RoomSocket } from './room-members.ts';
import { stageIdOf } from './stage-arn.ts';
import type { Timers } from './timers.ts';
import { createTokenMemory } from './token-memory.ts';
import type { Claims } from './tokens.ts';
import type { ParticipantAgent } from './user-agent.ts';

interface Presence {
  claims: Claims;
  socket: RoomSocket | null;
  media: Map<string, RoomMedia>;
  cancelGrace: () => void;
  /** A resident was disconnected by an operator. */
  putOut?: () => void;
}

interface Publication {
  /** The publisher's connection: it may come back over another one before this one is known to be lost. */
  mediaId: string;
  source: MediaSource;
}

export interface Room {
  readonly stageArn: string;
  readonly name: string;
  readonly records: StageRecords;
  /** False for a participant that was disconnected: its token is dead. */
  admits(participantId: string): boolean;
  openSocket(claims: Claims, socket: RoomSocket, agent: ParticipantAgent): void;
  /** @param clean the client closed it on purpose; else it may come back within the grace */
  socketClosed(participantId: string, socket: RoomSocket, clean: boolean): void;
  /** A publisher without events socket (WHIP) is present by its media alone. */
  addMedia(claims: Claims, media: RoomMedia, agent: ParticipantAgent): void;
  mediaClosed(participantId: string, mediaId: string): void;
  publish(participantId: string, mediaId: string, source: MediaSource): void;
  publication(participantId: string): MediaSource | null;
  /**
   * The test card: present and publishing without a client. The disposer takes it away.
   * @param putOut called once it was disconnected; not where the disposer or the stage's end took it away
   */
  addResident(claims: Claims, source: MediaSource, putOut: () => void): () => void;
  /** Ends a participant's presence and its token. @returns false where nobody of that name was ever here */
  disconnect(participantId: string, code: DisconnectCode, reason: string): boolean;
  /** A token was issued: its participant can be disconnected before it ever joins. */
  tokenIssued(participantId: string): void;
  /**
   * All sockets break off, and all media end; clients may come back at once.
   * @param silently media end without a word, as with a cut wire: clients take some 15 s to notice
   */
  cut(silently: boolean): void;
  /** Everybody with a socket is told to go; tokens stay valid. */
  dismissAll(code: string, reason: string): void;
  /** Everybody is told and leaves. */
  close(code: DisconnectCode, reason: string): void;
  /** Everybody leaves. */
  clear(): void;
  figures(): { participants: number; sockets: number; publications: number; subscriptions: number };
}

export function createRoom(
  stageArn: string,
  name: string,
  deps: { records: StageRecords; timers: Timers; reconnectGraceMs: number },
): Room {
  const { records, timers } = deps;
  const present = new Map<string, Presence>();
  const publications = new Map<string, Publication>();
  const tokens = createTokenMemory();
  let sequenceNumber = 0;

  function arrive(claims: Claims, agent: ParticipantAgent, protocol: ParticipantRecord['protocol']): Presence {
    const known = present.get(claims.participantId);
    if (known) return known;
    const presence: Presence = { claims, socket: null, media: new Map(), cancelGrace: () => {} };
    present.set(claims.participantId, presence);
    records.joined(claims, agent, protocol);
    return presence;
  }

  function leave(participantId: string): void {
    const presence = present.get(participantId);
    if (!presence) return;
    presence.cancelGrace();
    present.delete(participantId);
    for (const media of [...presence.media.values()]) {
      presence.media.delete(media.id);
      noteMediaEnd(participantId, media);
      media.close();
    }
    records.left(participantId);
    if (presence.claims.canPublish) broadcast();
  }

  function noteMediaEnd(participantId: string, media: RoomMedia): void {
    if (media.kind === 'subscribe') {
      records.note('SUBSCRIBE_STOPPED', participantId, { remoteParticipantId: media.remoteParticipantId });
    } else {
      unpublish(participantId, media.id, 'left');
    }
  }

  function unpublish(participantId: string, mediaId: string, how: 'left' | 'replaced'): void {
    if (publications.get(participantId)?.mediaId !== mediaId) return;
    publications.delete(participantId);
    records.note('PUBLISH_STOPPED', participantId);
    for (const presence of present.values()) {
      for (const media of presence.media.values()) {
        if (media.remoteParticipantId === participantId) media.sourceGone?.(how);
      }
    }
  }

  /** Those who may publish; viewers don't see each other. */
  function participants(): ListedParticipant[] {
    return [...present.values()]
      .filter(({ claims }) => claims.canPublish)
      .map(({ claims }) => ({
        id: claims.participantId,
        userId: claims.userId,
        attributes: claims.attributes,
        isPublishing: publications.has(claims.participantId),
      }));
  }

  function stageState(): ServerMessage {
    return {
      type: 'STAGE_STATE',
      payload: { stageId: stageIdOf(stageArn), sequenceNumber, participants: participants() },
    };
  }

  function broadcast(): void {
    sequenceNumber += 1;
    const text = JSON.stringify(stageState());
    for (const { socket } of present.values()) socket?.send(text);
  }

  function leaveIfNothingLeft(participantId: string): void {
    const presence = present.get(participantId);
    if (presence && presence.socket === null && presence.media.size === 0) leave(participantId);
  }

  return {
    stageArn,
    name,
    records,
    admits: (participantId) => !tokens.isEnded(participantId),
    tokenIssued: tokens.issued,

    openSocket(claims, socket, agent) {
      const isNew = !present.has(claims.participantId);
      const presence = arrive(claims, agent, 'UNKNOWN');
      presence.cancelGrace();
      const older = presence.socket;
      presence.socket = socket;
      if (older) {
        // The same client coming back over its own half-open socket is no reuse; another one is, and the newer wins.
        const sameClient = older.traceId === socket.traceId && socket.traceId !== '';
        if (!sameClient) {
          dismiss(older, 'TOKEN_REUSED', 'The token is in use by another client.');
        } else {
          older.terminate();
        }
      }
      if (isNew && claims.canPublish) {
        broadcast();
      } else {
        sequenceNumber += 1;
        socket.send(JSON.stringify(stageState()));
      }
    },

    socketClosed(participantId, socket, clean) {
      const presence = present.get(participantId);
      if (presence?.socket !== socket) return;
      presence.socket = null;
      if (clean) leave(participantId);
      else presence.cancelGrace = timers.after(deps.reconnectGraceMs, () => leave(participantId));
    },

    addMedia(claims, media, agent) {
      const presence = arrive(claims, agent, media.kind === 'publish' ? 'WHIP' : 'UNKNOWN');
      // The SDK tells its version here only: an events socket has no room for it.
      records.describe(claims.participantId, agent);
      presence.media.set(media.id, media);
    },

    mediaClosed(participantId, mediaId) {
      const presence = present.get(participantId);
      const media = presence?.media.get(mediaId);
      if (!presence || !media) return;
      presence.media.delete(mediaId);
      const wasPublishing = publications.has(participantId);
      noteMediaEnd(participantId, media);
      if (wasPublishing && !publications.has(participantId)) broadcast();
      leaveIfNothingLeft(participantId);
    },

    publish(participantId, mediaId, source) {
      const older = publications.get(participantId)?.mediaId;
      if (older !== undefined) unpublish(participantId, older, 'replaced');
      publications.set(participantId, { mediaId, source });
      records.note('PUBLISH_STARTED', participantId);
      broadcast();
      if (older !== undefined) present.get(participantId)?.media.get(older)?.close();
    },
    publication: (participantId) => publications.get(participantId)?.source ?? null,

    addResident(claims, source, putOut) {
      const noAgent: ParticipantAgent = {
        browserName: '',
        browserVersion: '',
        osName: '',
        osVersion: '',
        sdkVersion: '',
      };
      const media: RoomMedia = { id: claims.participantId, kind: 'publish', close: () => {}, cut: () => {} };
      const presence = arrive(claims, noAgent, 'UNKNOWN');
      presence.media.set(media.id, media);
      presence.putOut = putOut;
      publications.set(claims.participantId, { mediaId: media.id, source });
      records.note('PUBLISH_STARTED', claims.participantId);
      broadcast();
      return () => leave(claims.participantId);
    },

    disconnect(participantId, code, reason) {
      const presence = present.get(participantId);
      if (
        !presence &&
        !tokens.wasIssued(participantId) &&
        !records.sessions().some((s) => s.participants.has(participantId))
      ) {
        return false;
      }
      tokens.end(participantId);
      if (presence?.socket) dismiss(presence.socket, code, reason);
      leave(participantId);
      presence?.putOut?.();
      return true;
    },

    cut(silently) {
      for (const presence of present.values()) {
        presence.socket?.terminate();
        for (const media of [...presence.media.values()]) silently ? media.cut() : media.close();
      }
    },

    dismissAll(code, reason) {
      for (const { socket } of present.values()) if (socket) dismiss(socket, code, reason);
    },

    close(code, reason) {
      for (const { socket } of present.values()) if (socket) dismiss(socket, code, reason);
      for (const participantId of [...present.keys()]) leave(participantId);
    },
    clear() {
      for (const participantId of [...present.keys()]) leave(participantId);
    },

    figures() {
      let sockets = 0;
      let subscriptions = 0;
      for (const presence of present.values()) {
        if (presence.socket) sockets += 1;
        for (const media of presence.media.values()) if (media.kind === 'subscribe') subscriptions += 1;
      }
      return { participants: present.size, sockets, publications: publications.size, subscriptions };
    },
  };
}
