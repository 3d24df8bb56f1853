/** WHIP over HTTP: publish, subscribe, the bare ingest of OBS and ffmpeg, and the end of each (docs/ivs-wire.md). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertNever } from '../../../shared/assert-never.ts';
import type { ClientFaults, MediaFault } from '../client-faults.ts';
import { RequestCut } from '../http/body.ts';
import { allowAnyOrigin } from '../http/cors.ts';
import { newResourceId } from '../ids.ts';
import type { StageLogger } from '../log.ts';
import type { EventErrorCode } from '../records.ts';
import type { Room } from '../room.ts';
import type { RoomMedia } from '../room-members.ts';
import type { Timers } from '../timers.ts';
import type { Claims, Tokens } from '../tokens.ts';
import { readUserAgent } from '../user-agent.ts';
import type { MediaEngine } from './engine.ts';
import { MediaError } from './media-error.ts';
import { foreignAnswer } from './offers.ts';
import type { Peer } from './peer.ts';
import { authorizeMedia, badOffer, readOffer } from './requests.ts';

/** A subscription whose publisher left is closed by its client; one whose client doesn't is closed after this. */
const ORPHAN_LINGER_MS = 10_000;

interface Resource {
  room: Room;
  participantId: string;
  peer: Peer;
}

export interface MediaServer {
  /** @param path the request's path without query; `handles` said yes to it */
  handle(path: string, request: IncomingMessage, response: ServerResponse): Promise<void>;
  readonly openPeers: number;
  /** Resolves once every connection is free. */
  close(): Promise<void>;
}

const MEDIA_PATH = /^\/(?:(?:publish|subscribe|resource)\/[^/]+|whip\/?)?$/;
/** Whether a path belongs to the media endpoint: the base, where OBS and ffmpeg knock, included. */
export const isMediaPath = (path: string): boolean => MEDIA_PATH.test(path);

export function createMediaServer(deps: {
  rooms: ReadonlyMap<string, Room>;
  tokens: Tokens;
  timers: Timers;
  logger: StageLogger;
  engine: Promise<MediaEngine>;
  faults: Pick<ClientFaults, 'take'>;
}): MediaServer {
  const { rooms, tokens, timers, logger } = deps;
  const resources = new Map<string, Resource>();

  const authorize = (request: IncomingMessage) => authorizeMedia(request, tokens, rooms);

  async function publish(participantId: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { room, claims } = await authorize(request);
    const offer = await readOffer(request);
    if (claims.participantId !== participantId)
      throw new MediaError('FORBIDDEN', 'The token is for another participant.');
    if (!claims.canPublish) {
      refuse(room, 'PUBLISH_ERROR', participantId, 'INSUFFICIENT_CAPABILITIES');
      throw new MediaError('FORBIDDEN', 'The token does not allow publishing.');
    }
    const { createPublisher } = await deps.engine;
    const id = newResourceId();
    const publisher = await createPublisher(offer, timers, {
      connected: () => room.publish(participantId, id, publisher!.source),
      ended: (how) => release(id, how),
    }).catch(badOffer);
    if (!publisher) {
      refuse(room, 'PUBLISH_ERROR', participantId, 'INVALID_VIDEO_CODEC');
      throw new MediaError('CODEC_MISMATCH', 'Offer VP8, or H.264 with packetization mode 1, and Opus.');
    }
    await stillWelcome(room, claims, publisher.peer);
    const media: RoomMedia = { id, kind: 'publish', close: publisher.peer.close, cut: publisher.peer.cut };
    keep(id, room, claims, publisher.peer, media, request);
    created(response, id, publisher.answer);
  }

  async function subscribe(publisherId: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { room, claims } = await authorize(request);
    const offer = await readOffer(request);
    const remote = { remoteParticipantId: publisherId };
    const fault = deps.faults.take('subscribe', room.stageArn);
    if (fault !== null) {
      logger.info({ fault }, 'A subscription meets a fault on order.');
      return misbehave(fault, offer, request, response);
    }
    if (!claims.canSubscribe) {
      refuse(room, 'SUBSCRIBE_ERROR', claims.participantId, 'INSUFFICIENT_CAPABILITIES', remote);
      throw new MediaError('FORBIDDEN', 'The token does not allow subscribing.');
    }
    const source = room.publication(publisherId);
    if (!source) {
      refuse(room, 'SUBSCRIBE_ERROR', claims.participantId, 'PUBLISHER_NOT_FOUND', remote);
      throw new MediaError('PUBLISHER_NOT_FOUND', `Participant ${publisherId} does not publish to this stage.`);
    }
    const { createSubscriber } = await deps.engine;
    const id = newResourceId();
    const subscriber = await createSubscriber(offer, source, timers, (how) => release(id, how)).catch(badOffer);
    if (!subscriber) {
      refuse(room, 'SUBSCRIBE_ERROR', claims.participantId, 'INVALID_VIDEO_CODEC', remote);
      throw new MediaError('CODEC_MISMATCH', `The publisher sends ${source.videoCodec}, which the offer lacks.`);
    }
    await stillWelcome(room, claims, subscriber.peer);
    if (room.publication(publisherId) !== source) {
      await subscriber.peer.close();
      throw new MediaError('PUBLISHER_NOT_FOUND', `Participant ${publisherId} has just stopped publishing.`);
    }
    const media: RoomMedia = {
      id,
      kind: 'subscribe',
      remoteParticipantId: publisherId,
      close: subscriber.peer.close,
      cut: subscriber.peer.cut,
      sourceGone(how) {
        subscriber.detach();
        // A publisher that came back is there under the same name: only a lost connection makes a client ask anew.
        if (how === 'replaced') void subscriber.peer.close();
        else timers.after(ORPHAN_LINGER_MS, () => void subscriber.peer.close());
      },
    };
    keep(id, room, claims, subscriber.peer, media, request);
    room.records.note('SUBSCRIBE_STARTED', claims.participantId, remote);
    created(response, id, subscriber.answer);
  }

  /** An answer takes a while; the participant may have been disconnected, or the stage deleted, meanwhile. */
  async function stillWelcome(room: Room, claims: Claims, peer: Peer): Promise<void> {
    if (rooms.get(room.stageArn) === room && room.admits(claims.participantId)) return;
    await peer.close();
    throw new MediaError('FORBIDDEN', 'The participant was disconnected meanwhile.');
  }

  function keep(id: string, room: Room, claims: Claims, peer: Peer, media: RoomMedia, request: IncomingMessage): void {
    resources.set(id, { room, participantId: claims.participantId, peer });
    const sdkVersion = request.headers['x-stages-sdk'];
    const agent = readUserAgent(request.headers['user-agent'], typeof sdkVersion === 'string' ? sdkVersion : '');
    room.addMedia(claims, media, agent);
    logger.debug({ participantId: claims.participantId, kind: media.kind, resource: id }, 'A media connection began.');
  }

  function release(id: string, how: string): void {
    const resource = resources.get(id);
    if (!resource) return;
    resources.delete(id);
    logger.debug({ participantId: resource.participantId, resource: id, how }, 'A media connection ended.');
    resource.room.mediaClosed(resource.participantId, id);
  }

  /** The real ingest answers with the place to publish to; the token tells whose. */
  async function redirect(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { claims } = await authorize(request);
    response.setHeader('Location', `/publish/${claims.participantId}`);
    response.writeHead(307).end();
    request.resume();
  }

  function misbehave(fault: MediaFault, offer: string, request: IncomingMessage, response: ServerResponse): void {
    switch (fault.kind) {
      case 'refuse': {
        const { status, code = 2001, message = `${status} on order.` } = fault;
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ code, message }));
        return;
      }
      case 'hang':
        return;
      case 'reset':
        request.socket.resetAndDestroy();
        return;
      case 'foreign-codec':
        return created(response, newResourceId(), foreignAnswer(offer));
      default:
        assertNever(fault);
    }
  }

  function remove(id: string, response: ServerResponse): void {
    const resource = resources.get(id);
    if (!resource) throw new MediaError('NOT_FOUND', 'There is no such media resource (any longer).');
    void resource.peer.close();
    response.writeHead(200).end();
  }

  function route(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> | void {
    const [, kind = '', id = ''] = path.split('/');
    if (kind === 'resource') {
      if (request.method === 'DELETE') return remove(id, response);
    } else if (request.method === 'POST') {
      if (kind === 'publish') return publish(id, request, response);
      if (kind === 'subscribe') return subscribe(id, request, response);
      return redirect(request, response);
    }
    throw new MediaError('METHOD_NOT_ALLOWED', `${request.method} is not answered here.`);
  }

  return {
    async handle(path, request, response) {
      allowAnyOrigin(response);
      try {
        await route(path, request, response);
      } catch (error) {
        if (error instanceof RequestCut) return logger.debug({ path }, 'A request was cut.');
        const known = error instanceof MediaError ? error : null;
        // An ordinary leave ends the media with the events socket, before the client asks for it.
        const level = known?.code === 'NOT_FOUND' ? 'debug' : 'info';
        if (known) logger[level]({ path, code: known.code, status: known.status }, 'A media request was refused.');
        else logger.error({ err: error, path }, 'A media request failed.');
        const { status, body } = known ?? new MediaError('INTERNAL', 'Unexpected error.');
        request.resume();
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
      }
    },
    get openPeers() {
      return resources.size;
    },
    async close() {
      await Promise.all([...resources.values()].map(({ peer }) => peer.close()));
    },
  };
}

function refuse(
  room: Room,
  event: 'PUBLISH_ERROR' | 'SUBSCRIBE_ERROR',
  participantId: string,
  errorCode: EventErrorCode,
  remote: { remoteParticipantId?: string } = {},
): void {
  room.records.note(event, participantId, { ...remote, errorCode });
}

function created(response: ServerResponse, id: string, answer: string): void {
  response.writeHead(201, { 'Content-Type': 'application/sdp', Location: `/resource/${id}` }).end(answer);
}
