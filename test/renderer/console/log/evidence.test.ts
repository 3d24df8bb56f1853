import { describe, expect, it } from 'vitest';
import { avoidedMs, evidenceOf, hasEvidence } from '../../../../renderer/console/log/evidence.ts';
import type { LogEntry } from '../../../../shared/log.ts';

const T = Date.UTC(2026, 0, 1);
const at = (seconds: number) => new Date(T + seconds * 1_000).toISOString();
let lastId = 0;
const entry = (type: LogEntry['type'], seconds: number, more: Partial<LogEntry> = {}): LogEntry => ({
  id: ++lastId,
  at: at(seconds),
  source: 'viewer',
  type,
  stageArn: 'arn',
  userId: 'till-07',
  participantId: 'P',
  reason: null,
  details: {},
  ...more,
});
const parked = entry('viewer.parked', 30, { reason: 'idle', details: { signal: 'minimized', awayMs: 30_000 } });

describe('an idle disconnect', () => {
  it('names the signal, when nobody looked any more, and for how long', () => {
    expect(evidenceOf(parked, [], T + 60_000)).toEqual({
      kind: 'disconnected',
      signal: 'minimized',
      lookedAwayAtMs: T,
      awayMs: 30_000,
      disconnectedAtMs: T + 30_000,
      avoided: { untilMs: null, endedBy: null },
    });
  });

  it('avoids until somebody looks again, or the program is closed', () => {
    const back = [entry('viewer.connecting', 90, { reason: 'return' }), entry('presence.rejoined', 91)];
    expect(evidenceOf(parked, back, T + 500_000)).toMatchObject({
      avoided: { untilMs: T + 90_000, endedBy: 'return' },
    });
    expect(evidenceOf(parked, [entry('viewer.quit', 45)], T)).toMatchObject({
      avoided: { untilMs: T + 45_000, endedBy: 'quit' },
    });
    expect(avoidedMs({ untilMs: T + 90_000, endedBy: 'return' }, T + 30_000, T + 999_000)).toBe(60_000);
    expect(avoidedMs({ untilMs: null, endedBy: null }, T + 30_000, T + 40_000)).toBe(10_000);
  });

  it('avoids no longer than the token would have lived', () => {
    const day = 24 * 3_600_000;
    expect(evidenceOf(parked, [], T + 3 * day)).toMatchObject({
      avoided: { untilMs: T + 30_000 + day, endedBy: 'token-expired' },
    });
  });

  it('as the API tells it, takes the client’s own report of the same for evidence', () => {
    const left = entry('presence.left', 30, { source: 'api', reason: 'idle', details: { cause: 'locked' } });
    const own = entry('viewer.parked', 31, { reason: 'idle', details: { signal: 'locked', awayMs: 30_100 } });
    expect(evidenceOf(left, [own], T)).toMatchObject({ signal: 'locked', awayMs: 30_100, lookedAwayAtMs: T - 100 });
    expect(evidenceOf(left, [], T)).toMatchObject({ signal: 'locked', awayMs: null, lookedAwayAtMs: null });
    // The client's own report may also have come first.
    expect(evidenceOf(left, [], T, [own])).toMatchObject({ signal: 'locked', awayMs: 30_100 });
    const another = entry('viewer.parked', 300, { details: { signal: 'blurred', awayMs: 1 } });
    expect(evidenceOf(left, [another], T)).toMatchObject({ signal: 'locked', awayMs: null });
  });

  it('of a client that tells no length, lasted from when it looked away, unless it came back', () => {
    const left = entry('presence.left', 40, { source: 'api', reason: 'idle', details: { cause: 'locked' } });
    const away = entry('viewer.away', 10, { reason: 'locked' });
    const back = entry('viewer.back', 20);
    expect(evidenceOf(left, [], T, [away])).toMatchObject({ awayMs: 30_000, lookedAwayAtMs: T + 10_000 });
    expect(evidenceOf(left, [], T, [back, away])).toMatchObject({ awayMs: null, lookedAwayAtMs: null });
    // The parking before this one says nothing of it.
    const long = entry('viewer.parked', -500, { details: { signal: 'blurred', awayMs: 7 } });
    expect(evidenceOf(left, [], T, [long, entry('viewer.away', -530)])).toMatchObject({ awayMs: null });
  });

  it('of a client that names no signal of ours has none', () => {
    const left = entry('presence.left', 30, { reason: 'idle', details: { cause: 'gone for lunch' } });
    expect(evidenceOf(left, [], T)).toMatchObject({ signal: null });
  });
});

it('looking away tells what became of it', () => {
  const away = entry('viewer.away', 0, { reason: 'blurred', details: { deadlineInMs: 30_000 } });
  expect(evidenceOf(away, [], T)).toMatchObject({
    kind: 'away',
    signal: 'blurred',
    deadlineInMs: 30_000,
    outcome: null,
  });
  expect(evidenceOf(away, [entry('viewer.back', 4)], T)).toMatchObject({ outcome: { what: 'back', atMs: T + 4_000 } });
  expect(evidenceOf(away, [parked], T)).toMatchObject({ outcome: { what: 'disconnected' } });
});

it('a sweep tells the last sign of life', () => {
  const swept = entry('presence.timed-out', 61, { source: 'sweep', details: { lastHeartbeatAt: at(1) } });
  expect(evidenceOf(swept, [], T)).toEqual({ kind: 'swept', lastHeartbeatAtMs: T + 1_000, atMs: T + 61_000 });
});

it('only a disconnect and what leads to it have evidence', () => {
  const left = (reason: string) => hasEvidence(entry('presence.left', 0, { reason }));
  expect([left('idle'), left('suspended'), left('quit')]).toEqual([true, true, false]);
  expect([hasEvidence(parked), hasEvidence(entry('presence.joined', 0))]).toEqual([true, false]);
  expect(hasEvidence(entry('presence.timed-out', 0))).toBe(false);
});
