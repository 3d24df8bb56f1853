/** What every media request must bring: a token that is good for this stage, and an SDP offer. */
import type { IncomingMessage } from 'node:http';
import { readBody } from '../http/body.ts';
import type { Room } from '../room.ts';
import type { Claims, Tokens } from '../tokens.ts';
import { MediaError } from './media-error.ts';

/** @throws MediaError for a token that is missing, bad, expired, dead, or of a stage that is not here */
export async function authorizeMedia(
  request: IncomingMessage,
  tokens: Tokens,
  rooms: ReadonlyMap<string, Room>,
): Promise<{ room: Room; claims: Claims }> {
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) {
    throw new MediaError('UNAUTHORIZED', 'Authorization: Bearer with a participant token is missing.');
  }
  const check = await tokens.check(token);
  if (!check.ok) {
    const code = check.reason === 'expired' ? 'TOKEN_EXPIRED' : 'UNAUTHORIZED';
    throw new MediaError(code, `The token was refused: ${check.reason}.`);
  }
  const room = rooms.get(check.claims.stageArn);
  if (!room) throw new MediaError('STAGE_NOT_FOUND', 'The stage of this token does not exist.');
  if (!room.admits(check.claims.participantId)) {
    throw new MediaError('FORBIDDEN', 'The participant was disconnected; its token is no longer valid.');
  }
  return { room, claims: check.claims };
}

/** @throws MediaError for a body that is too large, of another type, or no SDP */
export async function readOffer(request: IncomingMessage): Promise<string> {
  const body = await readBody(request);
  if (body === null) throw new MediaError('BAD_OFFER', 'The offer is too large.');
  if (!/^application\/sdp\b/i.test(request.headers['content-type'] ?? '')) {
    throw new MediaError('UNSUPPORTED_MEDIA_TYPE', 'Content-Type: application/sdp is expected.');
  }
  if (!body.startsWith('v=0')) throw new MediaError('BAD_OFFER', 'The body is not an SDP offer.');
  return body;
}

/** What werift can't make sense of is the client's mistake, not ours. */
export function badOffer(error: unknown): never {
  throw new MediaError('BAD_OFFER', `The offer can't be answered: ${(error as Error).message}`);
}
