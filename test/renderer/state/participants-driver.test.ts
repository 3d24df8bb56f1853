import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Participants, startParticipants } from '../../../renderer/state/participants-driver.ts';
import { LINGER_MS } from '../../../renderer/state/participants-model.ts';
import type { ParticipantRow } from '../../../shared/api.ts';
import type { Bridge, InvokeChannel, SendChannel, SendPayloads } from '../../../shared/ipc.ts';
import { gone, row, updated } from './participants-sample.ts';

type Ask = (channel: InvokeChannel, payload: unknown) => Promise<unknown>;

let asked: Array<{ channel: InvokeChannel; payload: unknown }>;
let answer: Ask;
let listeners: Map<string, (payload: never) => void>;
let participants: Participants;
let mayAsk: boolean;
let shown: boolean;

const say = <C extends SendChannel>(channel: C, payload: SendPayloads[C]) => listeners.get(channel)?.(payload as never);
const settle = () => vi.advanceTimersByTimeAsync(0);
const questions = (channel: InvokeChannel) => asked.filter((question) => question.channel === channel);
const page = (rows: ParticipantRow[], nextCursor: string | null = null) => ({
  ok: true,
  data: { asOf: '2026-11-22T12:00:00.000Z', total: rows.length, participants: rows, nextCursor },
});
const agreed = { ok: true, data: { asOf: null, graceMs: 15_000, ghosts: [], problem: null } };
const present = () =>
  [...participants.model.rows.values()].filter((listed) => !listed.gone).map(({ userId }) => userId);
const list = () => participants.store.getState().list;

beforeEach(() => {
  vi.useFakeTimers();
  [asked, listeners, mayAsk, shown] = [[], new Map(), true, true];
  answer = async (channel) => (channel === 'api:drift' ? agreed : page([row('a'), row('b')]));
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
  participants = startParticipants({
    bridge,
    now: () => performance.now(),
    mayAsk: () => mayAsk,
    isShown: () => shown,
  });
});
afterEach(() => {
  participants.dispose();
  vi.useRealTimers();
});

describe('the driver of the participants', () => {
  it('begins with a snapshot, then follows the events', async () => {
    await settle();
    expect(list().status).toBe('ready');
    say('live:participants', [updated('c'), gone('a')]);
    expect(present()).toEqual(['b', 'c']);
  });

  it('asks nothing in kiosk mode, and everything once that was left', async () => {
    await settle();
    [asked, shown] = [[], false];
    say('live:connected', true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([]);
    shown = true;
    participants.refresh();
    expect(asked.map(({ channel }) => channel)).toEqual(['api:participants', 'api:drift']);
  });

  it('fetches all pages', async () => {
    await settle();
    answer = async (channel, payload) => {
      if (channel === 'api:drift') return agreed;
      return (payload as { cursor?: string }).cursor === undefined ? page([row('x')], 'next') : page([row('y')]);
    };
    participants.refresh();
    await settle();
    expect(present()).toEqual(['x', 'y']);
    expect(questions('api:participants').at(-1)?.payload).toEqual({ limit: 2_000, cursor: 'next' });
  });

  it('applies what was heard during a snapshot on top of it: nobody comes back, nobody is missed', async () => {
    await settle();
    const { promise, resolve } = Promise.withResolvers<unknown>();
    answer = (channel) => (channel === 'api:participants' ? promise : Promise.resolve(agreed));
    participants.refresh();
    say('live:participants', [gone('a'), updated('new')]);
    expect(present()).toEqual(['b', 'new']);
    resolve(page([row('a'), row('b')]));
    await settle();
    expect(present()).toEqual(['b', 'new']);
  });

  it('takes a new snapshot when the event stream comes back, and drops one that is under way', async () => {
    await settle();
    const { promise, resolve } = Promise.withResolvers<unknown>();
    answer = (channel) => (channel === 'api:participants' ? promise : Promise.resolve(agreed));
    participants.refresh();
    answer = async (channel) => (channel === 'api:participants' ? page([row('fresh')]) : agreed);
    say('live:connected', true);
    await settle();
    expect(present()).toEqual(['fresh']);
    resolve(page([row('old')]));
    await settle();
    expect(present()).toEqual(['fresh']);
  });

  it('asks for nothing when the stream goes', async () => {
    await settle();
    asked = [];
    say('live:connected', false);
    await settle();
    expect(asked).toEqual([]);
  });

  it('keeps what it has beside an error, and tries again by itself', async () => {
    await settle();
    answer = async () => ({ ok: false, code: 'STORE_UNAVAILABLE', message: 'No database.' });
    participants.refresh();
    await settle();
    expect(list()).toMatchObject({ status: 'error', message: 'No database.' });
    expect(present()).toEqual(['a', 'b']);
    answer = async (channel) => (channel === 'api:drift' ? agreed : page([row('a')]));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(list().status).toBe('ready');
    expect(present()).toEqual(['a']);
  });

  it('takes a bridge that rejects for an error like any other', async () => {
    await settle();
    answer = () => Promise.reject(new Error('refused'));
    participants.refresh();
    await settle();
    expect(list()).toMatchObject({ status: 'error', message: 'refused' });
  });

  it('fetches heartbeats, which bring no event, again and again, and long lists less often', async () => {
    await settle();
    asked = [];
    await vi.advanceTimersByTimeAsync(5_000);
    expect(questions('api:participants')).toHaveLength(1);
    const many = Array.from({ length: 1_500 }, (_, index) => row(`till-${index}`));
    answer = async (channel) => (channel === 'api:drift' ? agreed : page(many));
    participants.refresh();
    await settle();
    asked = [];
    await vi.advanceTimersByTimeAsync(25_000);
    expect(questions('api:participants').length).toBeLessThanOrEqual(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(questions('api:participants')).toHaveLength(1);
  });

  it('lets who left go after a moment', async () => {
    await settle();
    say('live:participants', [gone('a')]);
    expect(participants.model.rows.size).toBe(2);
    answer = async (channel) => (channel === 'api:drift' ? agreed : page([row('b')]));
    await vi.advanceTimersByTimeAsync(LINGER_MS + LINGER_MS / 2);
    expect(participants.model.rows.size).toBe(1);
  });

  it('compares with AWS now and then while somebody looks, and says since when it cannot', async () => {
    await settle();
    const asOf = '2026-11-22T12:00:00.000Z';
    answer = async (channel) =>
      channel === 'api:drift' ? { ok: true, data: { asOf, graceMs: 1, ghosts: [], problem: null } } : page([]);
    asked = [];
    await vi.advanceTimersByTimeAsync(15_000);
    expect(questions('api:drift')).toHaveLength(1);
    expect(participants.store.getState().drift).toEqual({ asOf, problem: null });
    answer = async () => ({ ok: false, code: 'AWS_FAILED', message: 'AWS throttles.' });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(participants.store.getState().drift).toEqual({ asOf, problem: 'AWS throttles.' });
    mayAsk = false;
    asked = [];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([]);
  });
});
