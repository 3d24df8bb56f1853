/** What is said on the events socket (docs/ivs-wire.md). */
import { z } from 'zod';

export interface ListedParticipant {
  id: string;
  userId: string;
  attributes: Record<string, string>;
  isPublishing: boolean;
}

/** What the SDK knows; a code beyond these reaches its user as `unknown`. */
export type DisconnectCode =
  | 'PARTICIPANT_DISCONNECTED'
  | 'TOKEN_REUSED'
  | 'STAGE_DELETED'
  | 'MAX_CONCURRENT_CONNECTIONS';

/** What the SDK makes of each is in docs/sdk-errors.md. */
export type JoinErrorCode =
  | 'TOKEN_INVALID'
  | 'TOKEN_INVALID_SIGNATURE'
  | 'TOKEN_EXPIRED'
  | 'STAGE_DELETED'
  | 'PARTICIPANT_DISCONNECTED'
  | 'BAD_REQUEST';

export type ServerMessage =
  | {
      type: 'STAGE_STATE';
      payload: { stageId: string; sequenceNumber: number; participants: ListedParticipant[] };
    }
  | { type: 'PONG' }
  /** The answer to an exchange; `error` where the new token was refused. */
  | { type: 'aws:ivs:EXCHANGE_TOKEN'; payload: { requestId: string; traceId: string; error?: { message: string } } }
  /** A code in any text is a fault on order. */
  | { type: 'aws:ivs:DISCONNECT'; payload: { code: DisconnectCode | (string & {}); reason: string } }
  | {
      type: 'aws:ivs:JOIN_ERROR';
      payload: { code: JoinErrorCode | (string & {}); message: string; fatal?: boolean };
    };

const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PING') }),
  z.object({ type: z.literal('SET_STATE'), audioMuted: z.boolean().optional(), videoStopped: z.boolean().optional() }),
  z.object({
    type: z.literal('aws:ivs:EXCHANGE_TOKEN'),
    payload: z.object({ newToken: z.string(), requestId: z.string(), traceId: z.string() }),
  }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** @returns null for what is no message of the protocol; newer clients may say more, so that is no error */
export function readClientMessage(text: string): ClientMessage | null {
  try {
    const parsed = clientMessageSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
