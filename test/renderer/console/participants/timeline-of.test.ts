import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AWS_LATE_MS,
  GAP_MS,
  LATE_MS,
  type TimelineItem,
  timelineOf,
} from '../../../../renderer/console/participants/timeline-of.ts';
import type { AwsEvent } from '../../../../shared/api.ts';
import type { LogEntry, LogSource, LogType } from '../../../../shared/log.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const at = (second: number) => new Date(NOON + second * 1000).toISOString();

const sourceOf = (type: LogType): LogSource => {
  if (type.startsWith('viewer.')) return 'viewer';
  if (type.startsWith('sdk.')) return 'sdk';
  if (type.startsWith('aws.')) return 'aws';
  return type === 'presence.timed-out' ? 'sweep' : 'api';
};
const entry = (id: number, second: number, type: LogType, more: Partial<LogEntry> = {}): LogEntry => ({
  id,
  at: at(second),
  source: sourceOf(type),
  type,
  stageArn: 'arn',
  userId: 'till-07',
  participantId: 'p-1',
  reason: null,
  details: {},
  ...more,
});
const told = (second: number, lateMs?: number) => ({
  details: { clientAt: at(second), ...(lateMs === undefined ? {} : { lateMs }) },
});
const of = (entries: LogEntry[], more: Partial<Parameters<typeof timelineOf>[0]> = {}) =>
  timelineOf({ entries, aws: null, silentSinceMs: null, ...more });
const say = (item: TimelineItem) => (item.kind === 'entry' ? item.type : item.kind);
const lateness = (items: TimelineItem[]) => items.map((item) => (item.kind === 'entry' ? item.lateMs : undefined));

describe('a timeline', () => {
  it('is the log in the order of arrival, each entry once, whatever order it came in', () => {
    const entries = [entry(3, 2, 'viewer.watching'), entry(1, 0, 'token.issued'), entry(2, 1, 'presence.joined')];
    expect(of([...entries, ...entries]).map(say)).toEqual(['token.issued', 'presence.joined', 'viewer.watching']);
  });

  it('keeps what happened in the same millisecond in the order of arrival', () => {
    expect(of([entry(2, 0, 'presence.joined'), entry(1, 0, 'token.issued')]).map(say)).toEqual([
      'token.issued',
      'presence.joined',
    ]);
  });

  it('puts what a client told late where it happened, and marks it', () => {
    const items = of([
      entry(1, 0, 'presence.joined'),
      entry(2, 61, 'presence.timed-out'),
      entry(3, 120, 'presence.rejoined'),
      entry(4, 30, 'viewer.reconnecting', told(30, 91_000)),
      entry(5, 121, 'viewer.watching', told(121)),
    ]);
    expect(items.map(say)).toEqual([
      'presence.joined',
      'viewer.reconnecting',
      'presence.timed-out',
      'presence.rejoined',
      'viewer.watching',
    ]);
    expect(lateness(items)).toEqual([null, 91_000, null, null, null]);
  });

  it('sees lateness by what was written before, where nobody said how late it came', () => {
    const items = of([
      entry(1, 0, 'presence.joined'),
      entry(2, 60, 'presence.left'),
      entry(3, 60 - LATE_MS / 1000 - 1, 'sdk.error'),
    ]);
    expect(items.map(say)).toEqual(['presence.joined', 'sdk.error', 'presence.left']);
    expect(lateness(items)).toEqual([null, LATE_MS + 1_000, null]);
  });

  it('does not call the usual way late', () => {
    const items = of([entry(1, 10, 'presence.left'), entry(2, 9, 'viewer.parked', told(9, 700))]);
    expect(lateness(items)).toEqual([null, null]);
  });

  it('does not call a client late whose clock was not believed: its entries have the time of receipt', () => {
    const entries = [entry(1, 0, 'presence.joined'), entry(2, 1, 'viewer.watching', told(-200_000, 200_001_000))];
    expect(lateness(of(entries))).toEqual([null, null]);
  });

  it('does not move our own entries: our clock was set back, which is said, and nothing crosses that line', () => {
    const items = of([
      entry(1, 0, 'presence.joined'),
      entry(2, 10, 'viewer.away'),
      entry(3, -3_590, 'presence.left'),
      entry(4, -3_591, 'viewer.parked'),
    ]);
    expect(items.map(say)).toEqual([
      'presence.joined',
      'viewer.away',
      'clock-set-back',
      'viewer.parked',
      'presence.left',
    ]);
    expect(items[2]).toMatchObject({ kind: 'clock-set-back', byMs: 3_590_000 });
    expect(lateness(items)).toEqual([null, null, undefined, null, null]);
  });

  it('does not take a correction of a second for a clock that was set back', () => {
    expect(of([entry(1, 1, 'presence.joined'), entry(2, 0, 'presence.left')]).map(say)).not.toContain('clock-set-back');
  });

  it('survives a clock that jumps forward: a gap, nothing more', () => {
    expect(of([entry(1, 0, 'presence.joined'), entry(2, 3_600, 'presence.left')]).map(say)).toEqual([
      'presence.joined',
      'gap',
      'presence.left',
    ]);
  });

  it('shows for how long nothing happened', () => {
    const items = of([
      entry(1, 0, 'presence.joined'),
      entry(2, GAP_MS / 1000 - 1, 'viewer.away'),
      entry(3, (2 * GAP_MS) / 1000 - 1, 'viewer.back'),
    ]);
    expect(items.map(say)).toEqual(['presence.joined', 'viewer.away', 'gap', 'viewer.back']);
    expect(items[2]).toMatchObject({ forMs: GAP_MS, atMs: NOON + GAP_MS - 1_000 });
  });

  it('shows the last sign of life before a sweep, and before a silence that goes on', () => {
    const swept = of([
      entry(1, 0, 'presence.joined'),
      entry(2, 90, 'presence.timed-out', { details: { lastHeartbeatAt: at(30) } }),
    ]);
    expect(swept.map(say)).toEqual(['presence.joined', 'last-heartbeat', 'presence.timed-out']);
    expect(swept[1]).toMatchObject({ atMs: NOON + 30_000, silentNow: false });

    const silent = of([entry(1, 0, 'presence.joined')], { silentSinceMs: NOON + 5_000 });
    expect(silent.at(-1)).toMatchObject({ kind: 'last-heartbeat', silentNow: true });
  });

  const awsEvent = (name: string, second: number, more: Partial<AwsEvent> = {}): AwsEvent => ({
    name,
    at: at(second),
    remoteParticipantId: null,
    errorCode: null,
    explanation: null,
    ...more,
  });

  it('puts what AWS recorded where AWS says it was, marked late only when it came really late', () => {
    const aws = (id: number, second: number, asked: number) =>
      entry(id, asked, 'aws.joined', { details: { awsAt: at(second) } });
    const items = of([
      entry(1, 0, 'presence.joined'),
      entry(2, 20, 'viewer.away'),
      aws(3, 1, 30),
      entry(4, 200, 'presence.left'),
      aws(5, 2, 200),
    ]);
    expect(items.map(say)).toEqual(['presence.joined', 'aws.joined', 'aws.joined', 'viewer.away', 'presence.left']);
    expect(lateness(items)).toEqual([null, null, 198_000, null, null]);
    expect(198_000).toBeGreaterThan(AWS_LATE_MS);
  });

  it('takes from the answer of AWS what the log does not have yet, and nothing twice', () => {
    const items = of([entry(1, 0, 'presence.joined'), entry(2, 30, 'aws.joined', { details: { awsAt: at(1) } })], {
      aws: {
        participantId: 'p-1',
        events: [
          awsEvent('JOINED', 1),
          awsEvent('PUBLISH_ERROR', 9, { errorCode: 'BITRATE_EXCEEDED', explanation: 'Lower it.' }),
          awsEvent('SOMETHING_NEW', 10),
        ],
      },
    });
    expect(items.map(say)).toEqual(['presence.joined', 'aws.joined', 'aws.publish-error']);
    expect(items[2]).toMatchObject({ explanation: 'Lower it.', source: 'aws' });
  });

  it('explains an error that the log has with the words of the answer', () => {
    const logged = entry(1, 5, 'aws.join-error', { details: { awsAt: at(5), errorCode: 'QUOTA_EXCEEDED' } });
    const items = of([logged], {
      aws: {
        participantId: 'p-1',
        events: [awsEvent('JOIN_ERROR', 5, { errorCode: 'QUOTA_EXCEEDED', explanation: 'Ask for more.' })],
      },
    });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ explanation: 'Ask for more.' });
  });

  it('tells two events of the same moment apart by whom they were about', () => {
    const items = of([], {
      aws: {
        participantId: 'p-1',
        events: [
          awsEvent('SUBSCRIBE_STARTED', 1, { remoteParticipantId: 'a' }),
          awsEvent('SUBSCRIBE_STARTED', 1, { remoteParticipantId: 'b' }),
        ],
      },
    });
    expect(items).toHaveLength(2);
    expect(new Set(items.map(({ key }) => key)).size).toBe(2);
  });

  it('loses nothing, doubles nothing and names each item once, whatever the clocks do', () => {
    const types = fc.constantFrom<LogType>(
      'presence.joined',
      'viewer.away',
      'sdk.error',
      'aws.left',
      'presence.timed-out',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(types, fc.integer({ min: -9_000, max: 9_000 }))), (told) => {
        const entries = told.map(([type, second], index) => entry(index + 1, second, type));
        const items = of(entries);
        const shown = items.filter((item) => item.kind === 'entry').map(({ key }) => Number(key));
        expect([...shown].sort((a, b) => a - b)).toEqual(entries.map(({ id }) => id));
        expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
      }),
    );
  });
});
