import { describe, expect, it } from 'vitest';
import { timelineOf } from '../../../../renderer/console/participants/timeline-of.ts';
import { timelineText } from '../../../../renderer/console/participants/timeline-text.ts';
import { createI18n } from '../../../../renderer/i18n/index.ts';
import type { LogEntry } from '../../../../shared/log.ts';

const entry = (id: number, at: string, more: Partial<LogEntry>): LogEntry => ({
  id,
  at,
  source: 'viewer',
  type: 'viewer.watching',
  stageArn: 'arn',
  userId: 'till-07',
  participantId: 'p-1',
  reason: null,
  details: {},
  ...more,
});
const entries = [
  entry(1, '2026-11-22T12:00:00.000Z', { source: 'api', type: 'presence.joined' }),
  entry(2, '2026-11-22T12:12:00.000Z', { type: 'viewer.parked', reason: 'idle', details: { signal: 'locked' } }),
  entry(3, '2026-11-22T12:01:00.000Z', {
    type: 'viewer.away',
    details: { lateMs: 660_000, clientAt: '2026-11-22T12:01:00.000Z' },
  }),
];
const textOf = (language: 'en' | 'zh-TW', userId = 'till-07') => {
  const i18n = createI18n(language);
  const items = timelineOf({ entries, aws: null, silentSinceMs: null });
  return timelineText({ userId, participantId: 'p-1', stageArn: 'arn', items }, i18n.t, i18n);
};

describe('a timeline as text', () => {
  it('has a line an entry, the oldest first, with its source and what came late', () => {
    const lines = textOf('en').split('\n');
    expect(lines.slice(0, 4)).toEqual(['till-07', 'p-1', 'arn', '']);
    expect(lines[4]).toBe('2026-11-22T12:00:00.000Z  [API]  Joined');
    expect(lines[5]).toBe('2026-11-22T12:01:00.000Z  [Viewer]  Looked away · came 11 min late');
    expect(lines[6]).toBe('    11 min nothing');
    expect(lines[7]).toMatch(/^2026-11-22T12:12:00.000Z {2}\[Viewer\] {2}.+nobody was looking: the screen is locked/);
  });

  it('speaks Chinese as well', () => {
    expect(textOf('zh-TW')).toContain('11 分 無任何紀錄');
  });

  it('lets no name look like an entry of its own', () => {
    expect(textOf('en', 'a\n2026-11-22T12:00:00.000Z  [AWS]  Left').split('\n')[0]).toBe(
      'a 2026-11-22T12:00:00.000Z  [AWS]  Left',
    );
  });
});
