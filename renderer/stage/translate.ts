import { assertNever } from '../../shared/assert-never.ts';
import { sdkErrorNames } from '../../shared/sdk-error-names.ts';
import type { SdkError, StageEvent, StageLeftReason } from '../../shared/stage-events.ts';

/** Who the SDK speaks of: the part of its StageParticipantInfo that we read. */
export interface SdkParticipant {
  readonly id: string;
  readonly userId: string;
  readonly isLocal: boolean;
}

/** What the SDK told us, as it told it: an event's name, a promise's outcome, a presented frame. */
export type SdkSignal =
  | { kind: 'connection'; state: string }
  | { kind: 'joined' }
  | { kind: 'join-failed'; error: unknown }
  | { kind: 'error'; error: unknown; received: number }
  | { kind: 'left'; reason: string }
  | { kind: 'publisher'; participant: SdkParticipant; publishing: boolean; live: number }
  | { kind: 'subscription'; participant: SdkParticipant; state: string; received: number; failed: number }
  | { kind: 'first-frame'; sinceConnectMs: number };

type ConnectionState = Extract<StageEvent, { type: 'connection' }>['state'];
type SubscriptionState = Extract<StageEvent, { type: 'subscription' }>['state'];

const connectionStates = {
  disconnected: true,
  connecting: true,
  connected: true,
  errored: true,
} satisfies Record<ConnectionState, true>;
const subscriptionStates = {
  not_subscribed: true,
  attempting_subscribe: true,
  subscribed: true,
  errored: true,
} satisfies Record<SubscriptionState, true>;
const leftReasons = {
  unknown: true,
  'user-initiated': true,
  'token-reused': true,
  'participant-disconnected': true,
  'stage-deleted': true,
  'failed-exchange': true,
  'real-time-connection-forced-leave': true,
  'real-time-connection-token-revocation': true,
} satisfies Record<StageLeftReason, true>;
const categories = { JOIN_ERROR: true, PUBLISH_ERROR: true, SUBSCRIBE_ERROR: true } as const;

const isKeyOf = <T extends object>(known: T, key: unknown): key is Extract<keyof T, string> =>
  typeof key === 'string' && Object.hasOwn(known, key);

/** Null: a state that this version of the contract does not know. */
export const subscriptionStateOf = (state: string): SubscriptionState | null =>
  isKeyOf(subscriptionStates, state) ? state : null;

/** A token may never leave the page, not even inside an error's text. */
const JWT = /eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g;
const cleaned = (text: string, max: number) => text.replace(JWT, '[token]').slice(0, max);

/**
 * Any thrown value as the contract's error. The SDK's own code is kept as it is: 1–12 are StageErrorCode,
 * a greater one is internal to the SDK, null means that it was no SDK error.
 */
export function sdkErrorOf(error: unknown): SdkError {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const code = typeof fields.code === 'number' && Number.isInteger(fields.code) ? fields.code : null;
  const known = code === null ? undefined : (sdkErrorNames as Record<number, string>)[code];
  const name = known ?? (typeof fields.name === 'string' && fields.name !== '' ? fields.name : 'Error');
  const message = typeof fields.message === 'string' ? fields.message : String(error);
  return {
    code,
    category: isKeyOf(categories, fields.category) ? fields.category : 'UNKNOWN',
    name: cleaned(name, 128),
    message: cleaned(message, 1024),
  };
}

/**
 * The one translator from the SDK's words to ours. Null: nothing that the main process needs to hear
 * (our own, never publishing participant; a state that this version of the contract does not know).
 */
export function translate(signal: SdkSignal, attempt: number): StageEvent | null {
  switch (signal.kind) {
    case 'connection':
      return isKeyOf(connectionStates, signal.state) ? { type: 'connection', attempt, state: signal.state } : null;
    case 'joined':
      return { type: 'joined', attempt };
    case 'join-failed':
      return { type: 'join-failed', attempt, error: sdkErrorOf(signal.error) };
    case 'error':
      return { type: 'error', attempt, error: sdkErrorOf(signal.error), received: signal.received };
    case 'left':
      return { type: 'left', attempt, reason: isKeyOf(leftReasons, signal.reason) ? signal.reason : 'unknown' };
    case 'publisher': {
      const { participant, publishing, live } = signal;
      if (participant.isLocal) return null;
      const userId = participant.userId.slice(0, 256);
      return { type: 'publisher', attempt, participantId: participant.id, userId, publishing, live };
    }
    case 'subscription': {
      const { participant, state, received, failed } = signal;
      if (participant.isLocal || !isKeyOf(subscriptionStates, state)) return null;
      return { type: 'subscription', attempt, participantId: participant.id, state, received, failed };
    }
    case 'first-frame':
      return { type: 'playing', attempt, sinceConnectMs: Math.max(0, signal.sinceConnectMs) };
    default:
      return assertNever(signal);
  }
}
