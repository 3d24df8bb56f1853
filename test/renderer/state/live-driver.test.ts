import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Live, startLive } from '../../../renderer/state/live-driver.ts';
import { createLiveStore, type LiveStore } from '../../../renderer/state/live-store.ts';
import { isStoreFailing } from '../../../renderer/state/store-trouble.ts';
import type { Bridge, InvokeChannel, SendChannel, SendPayloads } from '../../../shared/ipc.ts';
import { STAGE_ARN, stats } from '../harness/sample.ts';

type Ask = (channel: InvokeChannel, payload: unknown) => Promise<unknown>;

let asked: Array<{ channel: InvokeChannel; payload: unknown }>;
let answer: Ask;
let listeners: Map<string, (payload: never) => void>;
let store: LiveStore;
let live: Live;
let visible: boolean;
let shown: boolean;

const say = <C extends SendChannel>(channel: C, payload: SendPayloads[C]) => listeners.get(channel)?.(payload as never);
const settle = () => vi.advanceTimersByTimeAsync(0);
const questions = (channel: InvokeChannel) => asked.filter((question) => question.channel === channel);
const plain: Ask = async () => ({ ok: true, data: stats(6) });

beforeEach(() => {
  vi.useFakeTimers();
  [asked, listeners, store, visible, shown] = [[], new Map(), createLiveStore(), true, true];
  answer = plain;
  const bridge = {
    invoke: (channel: InvokeChannel, payload: unknown) => {
      asked.push({ channel, payload });
      return answer(channel, payload);
    },
    on: (channel: SendChannel, listener: (payload: never) => void) => {
      listeners.set(channel, listener);
      return () => listeners.delete(channel);
    },
  } as unknown as Bridge;
  live = startLive({
    bridge,
    store,
    now: () => performance.now(),
    wallNow: () => Date.now(),
    mayAsk: () => visible,
    isShown: () => shown,
  });
});
afterEach(() => {
  live.dispose();
  vi.useRealTimers();
});

describe('the live driver', () => {
  it('begins with a snapshot of who is there and what it costs, and asks the log nothing', async () => {
    await settle();
    expect(store.getState().counts[STAGE_ARN]).toBe(6);
    expect(asked.map(({ channel }) => channel)).toEqual(['api:stats']);
  });

  it('takes a snapshot again when the event stream comes back, and none when it goes', async () => {
    await settle();
    asked = [];
    say('live:connected', false);
    expect(store.getState().connected).toBe(false);
    expect(asked).toEqual([]);
    say('live:connected', true);
    expect(asked.map(({ channel }) => channel)).toEqual(['api:stats']);
  });

  it('counts every stage', async () => {
    await settle();
    say('live:presence', {
      stageArn: `${STAGE_ARN}2`,
      userId: 'x',
      participantId: 'p',
      currentViewers: 4,
      change: 'joined',
    });
    expect(store.getState().counts[`${STAGE_ARN}2`]).toBe(4);
  });

  it('fetches the costs again every few seconds while visible, and not while hidden', async () => {
    await settle();
    asked = [];
    await vi.advanceTimersByTimeAsync(5_000);
    expect(questions('api:stats')).toHaveLength(1);
    visible = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(questions('api:stats')).toHaveLength(1);
  });

  it('holds the costs at the moment somebody comes or goes, and fetches them anew once for a burst', async () => {
    await settle();
    await vi.advanceTimersByTimeAsync(1_000);
    asked = [];
    const changedAtMs = performance.now();
    const change = { stageArn: STAGE_ARN, participantId: 'p', currentViewers: 7, change: 'joined' } as const;
    say('live:presence', { ...change, userId: 'a' });
    await vi.advanceTimersByTimeAsync(100);
    say('live:presence', { ...change, userId: 'b' });
    expect(store.getState().heldAtMs).toBe(changedAtMs);
    await vi.advanceTimersByTimeAsync(150);
    expect(questions('api:stats')).toHaveLength(1);
    expect(store.getState()).toMatchObject({ heldAtMs: null, previousStats: null });
  });

  it('does not take an answer to an earlier question for one that knows the change', async () => {
    await settle();
    const { promise, resolve } = Promise.withResolvers<unknown>();
    answer = (channel, payload) => (channel === 'api:stats' ? promise : plain(channel, payload));
    live.refresh();
    await vi.advanceTimersByTimeAsync(10);
    const changedAtMs = performance.now();
    say('live:presence', {
      stageArn: STAGE_ARN,
      userId: 'a',
      participantId: 'p',
      currentViewers: 7,
      change: 'joined',
    });
    resolve({ ok: true, data: stats(6) });
    answer = plain;
    await settle();
    expect(store.getState().heldAtMs).toBe(changedAtMs);
    await vi.advanceTimersByTimeAsync(250);
    expect(store.getState().heldAtMs).toBeNull();
  });

  it('asks nothing in kiosk mode, and everything once that was left', async () => {
    await settle();
    [asked, shown] = [[], false];
    say('live:connected', true);
    say('live:presence', { stageArn: STAGE_ARN, currentViewers: 7 } as never);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([]);
    shown = true;
    live.refresh();
    expect(asked.map(({ channel }) => channel)).toEqual(['api:stats']);
  });

  it('knows that the database cannot be read by the answers, and when it can again', async () => {
    await settle();
    answer = async () => ({ ok: false, code: 'STORE_UNAVAILABLE', message: 'No database.' });
    live.refresh();
    await settle();
    expect(store.getState().storeTrouble.unreadable).toBe(true);
    expect(store.getState().counts[STAGE_ARN]).toBe(6);
    answer = plain;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(store.getState().storeTrouble.unreadable).toBe(false);
  });

  it('knows by the service’s word that the database cannot be written, though it can be read', async () => {
    say('live:status', { store: { status: 'failing', message: 'disk full' } });
    await settle();
    expect(isStoreFailing(store.getState().storeTrouble)).toBe(true);
    say('live:connected', false);
    say('live:connected', true);
    await settle();
    expect(isStoreFailing(store.getState().storeTrouble)).toBe(true);
    say('live:status', { store: { status: 'ok' } });
    expect(isStoreFailing(store.getState().storeTrouble)).toBe(false);
  });

  it('takes a bridge that rejects for an error like any other', async () => {
    answer = () => Promise.reject(new Error('The main process refused.'));
    live.refresh();
    await settle();
    expect(store.getState().storeTrouble.unreadable).toBe(false);
  });
});
