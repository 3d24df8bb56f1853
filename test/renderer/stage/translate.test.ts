import type {
  StageConnectionState,
  StageErrorCode,
  StageLeftReason,
  StageParticipantSubscribeState,
} from 'amazon-ivs-web-broadcast';
import { describe, expect, it } from 'vitest';
import { type SdkSignal, sdkErrorOf, translate } from '../../../renderer/stage/translate.ts';
import { sdkErrorNames, stageEventSchema, stageLeftReasons } from '../../../shared/stage-events.ts';

const participant = { id: 'TestCard0001', userId: 'test-card', isLocal: false };
// Without a browser the SDK's code can't be imported: the compiler holds these lists against its types.
const connectionStates = Object.keys({
  disconnected: 1,
  connecting: 1,
  connected: 1,
  errored: 1,
} satisfies Record<`${StageConnectionState}`, 1>);
const subscribeStates = Object.keys({
  not_subscribed: 1,
  attempting_subscribe: 1,
  subscribed: 1,
  errored: 1,
} satisfies Record<`${StageParticipantSubscribeState}`, 1>);
stageLeftReasons satisfies ReadonlyArray<`${StageLeftReason}`>;
sdkErrorNames satisfies Record<number, keyof typeof StageErrorCode>;

const told = (signal: SdkSignal) => translate(signal, 7);

describe('translate: from the SDK’s words to the contract', () => {
  it.each(connectionStates)('the connection state %s', (state) => {
    expect(told({ kind: 'connection', state })).toEqual({ type: 'connection', attempt: 7, state });
  });

  it('drops a connection state that the contract does not know', () => {
    expect(told({ kind: 'connection', state: 'hovering' })).toBeNull();
  });

  it('a join that succeeded', () => {
    expect(told({ kind: 'joined' })).toEqual({ type: 'joined', attempt: 7 });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const)('a join that failed with StageErrorCode %i', (code) => {
    const error = Object.assign(new Error('said the SDK'), { code, category: 'JOIN_ERROR' });
    const event = {
      type: 'join-failed',
      attempt: 7,
      error: { code, category: 'JOIN_ERROR', name: sdkErrorNames[code], message: 'said the SDK' },
    };
    expect(told({ kind: 'join-failed', error })).toEqual(event);
  });

  it('the ERROR event, with its category', () => {
    const error = { name: 'TIMEOUT', code: 3, category: 'SUBSCRIBE_ERROR', message: 'no media' };
    expect(told({ kind: 'error', error, received: 1 })).toEqual({
      type: 'error',
      attempt: 7,
      error: { code: 3, category: 'SUBSCRIBE_ERROR', name: 'TIMEOUT', message: 'no media' },
      received: 1,
    });
  });

  it.each(stageLeftReasons)('STAGE_LEFT because of %s', (reason) => {
    expect(told({ kind: 'left', reason })).toEqual({ type: 'left', attempt: 7, reason });
  });

  it('calls a reason unknown that the contract does not know', () => {
    expect(told({ kind: 'left', reason: 'struck by lightning' })).toMatchObject({ reason: 'unknown' });
  });

  it('a publisher who came, with how many are live', () => {
    expect(told({ kind: 'publisher', participant, publishing: true, live: 2 })).toEqual({
      type: 'publisher',
      attempt: 7,
      participantId: 'TestCard0001',
      userId: 'test-card',
      publishing: true,
      live: 2,
    });
  });

  it.each(subscribeStates)('the subscription state %s', (state) => {
    expect(told({ kind: 'subscription', participant, state, received: 1, failed: 2 })).toEqual({
      type: 'subscription',
      attempt: 7,
      participantId: 'TestCard0001',
      state,
      received: 1,
      failed: 2,
    });
  });

  it('says nothing of ourselves', () => {
    const self = { ...participant, isLocal: true };
    expect(told({ kind: 'publisher', participant: self, publishing: false, live: 0 })).toBeNull();
    expect(told({ kind: 'subscription', participant: self, state: 'subscribed', received: 0, failed: 0 })).toBeNull();
  });

  it('the first frame, never before the connect', () => {
    expect(told({ kind: 'first-frame', sinceConnectMs: 243.5 })).toEqual({
      type: 'playing',
      attempt: 7,
      sinceConnectMs: 243.5,
    });
    expect(told({ kind: 'first-frame', sinceConnectMs: -0.1 })).toMatchObject({ sinceConnectMs: 0 });
  });

  it('always yields what the main process accepts', () => {
    const signals: SdkSignal[] = [
      { kind: 'connection', state: 'errored' },
      { kind: 'joined' },
      { kind: 'join-failed', error: new Error('x'.repeat(5_000)) },
      { kind: 'error', error: undefined, received: 0 },
      { kind: 'left', reason: 'token-reused' },
      { kind: 'publisher', participant: { ...participant, userId: 'u'.repeat(999) }, publishing: true, live: 1 },
      { kind: 'subscription', participant, state: 'errored', received: 0, failed: 1 },
      { kind: 'first-frame', sinceConnectMs: 1 },
    ];
    for (const signal of signals) expect(stageEventSchema.safeParse(told(signal)).success, signal.kind).toBe(true);
  });
});

describe('sdkErrorOf: any thrown value', () => {
  it('keeps the name of an internal code', () => {
    expect(sdkErrorOf({ name: 'StageClientError', code: 1017, message: 'refused' })).toEqual({
      code: 1017,
      category: 'UNKNOWN',
      name: 'StageClientError',
      message: 'refused',
    });
  });

  it('takes what is no error at all', () => {
    expect(sdkErrorOf('broken')).toEqual({ code: null, category: 'UNKNOWN', name: 'Error', message: 'broken' });
    expect(sdkErrorOf(null)).toMatchObject({ code: null, message: 'null' });
  });

  it('lets no token out in the text', () => {
    const { message } = sdkErrorOf(new Error('bad token eyJhbGciOiJFUzM4NCJ9.eyJqdGkiOiJhIn0.c2ln at 3'));
    expect(message).toBe('bad token [token] at 3');
  });
});
