import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks, type Bar, barsOf, totalsOf } from '../../../../renderer/console/participants/bars-of.ts';
import type { SessionData } from '../../../../shared/api.ts';
import type { LogEntry, LogType } from '../../../../shared/log.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const at = (minute: number) => new Date(NOON + minute * 60_000).toISOString();
const now = (minute: number) => NOON + minute * 60_000;

const session = (from: number, to: number | null, endReason: string | null = null): SessionData => ({
  stageArn: 'arn',
  participantId: 'p-1',
  joinedAt: at(from),
  leftAt: to === null ? null : at(to),
  endReason,
  watchDurationSeconds: 0,
});
let id = 0;
const entry = (minute: number, type: LogType, more: Partial<LogEntry> = {}): LogEntry => ({
  id: ++id,
  at: at(minute),
  source: 'viewer',
  type,
  stageArn: 'arn',
  userId: 'till-07',
  participantId: 'p-1',
  reason: null,
  details: {},
  ...more,
});
const parked = (minute: number, signal = 'locked') =>
  entry(minute, 'viewer.parked', { reason: 'idle', details: { signal } });
const idleLeave = (minute: number) => entry(minute, 'presence.left', { reason: 'idle', details: { cause: 'locked' } });
const show = (bars: Bar[]) =>
  bars.map(({ kind, fromMs, toMs, open }) => [kind, (fromMs - NOON) / 60_000, (toMs - NOON) / 60_000, open]);

describe('session bars', () => {
  it('show a session that goes on up to now', () => {
    expect(show(barsOf({ sessions: [session(0, null)], entries: [], nowMs: now(7) }))).toEqual([
      ['connected', 0, 7, true],
    ]);
  });

  it('show one that ended, with why', () => {
    const bars = barsOf({ sessions: [session(0, 5, 'timed-out')], entries: [], nowMs: now(60) });
    expect(show(bars)).toEqual([['connected', 0, 5, false]]);
    expect(bars[0]?.reason).toBe('timed-out');
  });

  it('show an interrupted one up to its last sign of life, and nothing after it', () => {
    const entries = [entry(9, 'presence.interrupted', { source: 'service' })];
    expect(show(barsOf({ sessions: [session(0, 5, 'interrupted')], entries, nowMs: now(60) }))).toEqual([
      ['connected', 0, 5, false],
    ]);
  });

  it('cut out when nobody looked', () => {
    const entries = [entry(2, 'viewer.away', { reason: 'blurred' }), entry(3, 'viewer.back')];
    const bars = barsOf({ sessions: [session(0, null)], entries, nowMs: now(10) });
    expect(show(bars)).toEqual([
      ['connected', 0, 2, false],
      ['away', 2, 3, false],
      ['connected', 3, 10, true],
    ]);
    expect(bars[1]?.reason).toBe('blurred');
  });

  it('show somebody who looks away right now', () => {
    const entries = [entry(2, 'viewer.away')];
    expect(show(barsOf({ sessions: [session(0, null)], entries, nowMs: now(2.25) }))).toEqual([
      ['connected', 0, 2, false],
      ['away', 2, 2.25, true],
    ]);
  });

  it('show the parked time from the disconnect to the return', () => {
    const entries = [entry(4.5, 'viewer.away'), parked(5), idleLeave(5), entry(20, 'presence.rejoined')];
    const bars = barsOf({ sessions: [session(0, 5, 'idle'), session(20, null)], entries, nowMs: now(30) });
    expect(show(bars)).toEqual([
      ['connected', 0, 4.5, false],
      ['away', 4.5, 5, false],
      ['parked', 5, 20, false],
      ['connected', 20, 30, true],
    ]);
    expect(bars[2]?.reason).toBe('locked');
  });

  it('let a parked stretch go on while nobody comes back, and end it when they quit', () => {
    const sessions = [session(0, 5, 'idle')];
    expect(show(barsOf({ sessions, entries: [parked(5)], nowMs: now(30) })).at(-1)).toEqual(['parked', 5, 30, true]);
    const quit = [parked(5), entry(9, 'viewer.quit')];
    expect(show(barsOf({ sessions, entries: quit, nowMs: now(30) })).at(-1)).toEqual(['parked', 5, 9, false]);
  });

  it('know of parking from the API alone, where the client reports nothing', () => {
    const bars = barsOf({ sessions: [session(0, 5, 'idle')], entries: [idleLeave(5)], nowMs: now(9) });
    expect(show(bars).at(-1)).toEqual(['parked', 5, 9, true]);
  });

  it('do not take a leave for any other reason for parking', () => {
    const entries = [entry(5, 'presence.left', { reason: 'quit' })];
    expect(show(barsOf({ sessions: [session(0, 5, 'quit')], entries, nowMs: now(9) }))).toHaveLength(1);
  });

  it('are in order however sessions and entries come', () => {
    const sessions = [session(20, null), session(0, 5, 'idle')];
    const entries = [entry(20, 'presence.rejoined'), parked(5)];
    const fromMs = barsOf({ sessions, entries, nowMs: now(30) }).map((bar) => bar.fromMs);
    expect(fromMs).toEqual([...fromMs].sort((a, b) => a - b));
  });

  it('give a session that ended before it began, for the clock was set back, no length', () => {
    expect(show(barsOf({ sessions: [session(10, 5, 'idle')], entries: [], nowMs: now(30) }))).toEqual([
      ['connected', 10, 10, false],
    ]);
    expect(show(barsOf({ sessions: [session(10, null)], entries: [], nowMs: now(3) }))).toEqual([
      ['connected', 10, 10, true],
    ]);
  });

  it('are never backwards and never connected and parked at once, whatever is told', () => {
    const minute = fc.integer({ min: 0, max: 100 });
    const type = fc.constantFrom<LogType>(
      'viewer.away',
      'viewer.back',
      'viewer.parked',
      'viewer.watching',
      'viewer.quit',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(minute, type)), fc.array(minute, { maxLength: 6 }), (told, edges) => {
        const sorted = [...new Set(edges)].sort((a, b) => a - b);
        const sessions = sorted.flatMap((from, index) =>
          index % 2 === 0 ? [session(from, sorted[index + 1] ?? null)] : [],
        );
        const bars = barsOf({ sessions, entries: told.map(([when, what]) => entry(when, what)), nowMs: now(100) });
        for (const bar of bars) expect(bar.toMs).toBeGreaterThanOrEqual(bar.fromMs);
        const { connectedMs, awayMs } = totalsOf(bars, now(0), now(100));
        const paidMs = sessions.reduce(
          (sum, each) => sum + (each.leftAt === null ? now(100) : Date.parse(each.leftAt)) - Date.parse(each.joinedAt),
          0,
        );
        expect(connectedMs + awayMs).toBe(paidMs);
      }),
    );
  });

  it('add up within the stretch that is shown', () => {
    const bars = barsOf({ sessions: [session(0, 10), session(20, 30)], entries: [], nowMs: now(60) });
    expect(totalsOf(bars, now(5), now(25))).toEqual({ connectedMs: 600_000, awayMs: 0, parkedMs: 0 });
  });
});

describe('a time axis', () => {
  it('has round times, not too many', () => {
    const ticks = axisTicks(now(3), now(63), 6);
    expect(ticks.map((atMs) => new Date(atMs).getMinutes() % 10)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(ticks.length).toBeLessThanOrEqual(7);
  });

  it('has some for any stretch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 90 * 86_400_000 }), (spanMs) => {
        const ticks = axisTicks(NOON, NOON + spanMs, 6);
        expect(ticks.length).toBeLessThanOrEqual(7);
        for (const atMs of ticks) expect(atMs).toBeGreaterThanOrEqual(NOON);
      }),
    );
  });
});
