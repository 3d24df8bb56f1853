/** What is said on the events socket (docs/ivs-wire.md). */
import { z } from 'zod';

export interface ListedParticipant {
  id: string;
  userId: string;
  attributes: Record<string, string>;
  isPublishing: boolean;
}

export type DisconnectCode = 'PARTICIPANT_DISCONNECTED' | 'TOKEN_REUSED' | 'STAGE_DELETED';

export type ServerMessage =
  | {
      type: 'STAGE_STATE';
      payload: { stageId: string; sequenceNumber: number; participants: ListedParticipant[] };
    }
  | { type: 'PONG' }
  | { type: 'aws:ivs:DISCONNECT'; payload: { code: DisconnectCode; reason: string } }
  | { type: 'aws:ivs:JOIN_ERROR'; payload: { code: string; message: string } };

const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PING') }),
  z.object({ type: z.literal('SET_STATE'), audioMuted: z.boolean().optional(), videoStopped: z.boolean().optional() }),
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
