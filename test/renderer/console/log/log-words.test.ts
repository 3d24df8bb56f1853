import { describe, expect, it } from 'vitest';
import { reasonInWords, summaryOf, toneOf } from '../../../../renderer/console/log/log-words.ts';
import { createI18n } from '../../../../renderer/i18n/index.ts';
import type { LogEntry } from '../../../../shared/log.ts';
import { logEntries } from '../../harness/sample.ts';

describe('a log entry in words', () => {
  const en = createI18n('en');
  const zh = createI18n('zh-TW');

  it('says a known reason in the language, and another client’s own as it is', () => {
    expect(reasonInWords('minimized', en.t, en)).toBe('the window is minimized');
    expect(reasonInWords('locked', zh.t, zh)).toBe('螢幕已鎖定');
    expect(reasonInWords('lunch break', zh.t, zh)).toBe('lunch break');
  });

  const entry = logEntries(1)[0]!;
  const summary = (more: Partial<LogEntry>) => summaryOf({ ...entry, ...more }, en.t, en);

  it('says why somebody left, and the signal behind it', () => {
    expect(summary({ type: 'presence.left', reason: 'idle', details: { cause: 'minimized' } })).toBe(
      'nobody was looking: the window is minimized',
    );
    expect(summary({ type: 'viewer.parked', reason: 'suspended', details: { signal: 'suspended' } })).toBe(
      'the computer went to sleep',
    );
  });

  it('says how long somebody had looked away, not what had kept them', () => {
    const back: Partial<LogEntry> = { type: 'viewer.back', reason: 'minimized', details: { awayMs: 64_210 } };
    expect(summary(back)).toBe('after 1 min');
    expect(summaryOf({ ...entry, ...back }, zh.t, zh)).toBe('經過 1 分');
    expect(summary({ ...back, details: {} })).toBeNull();
  });

  it('says what the SDK said', () => {
    const publisher = { participantId: 'TestCard0001', userId: 'test-card' };
    expect(summary({ type: 'sdk.connection', details: { state: 'errored' } })).toBe('lost');
    expect(summary({ type: 'sdk.error', details: { name: 'TIMEOUT', code: 3 } })).toBe('TIMEOUT');
    expect(summary({ type: 'sdk.playing', details: { sinceConnectMs: 243.4 } })).toBe('after 243 ms');
    expect(summary({ type: 'sdk.publisher', details: { ...publisher, publishing: true } })).toBe('test-card is live');
    expect(summary({ type: 'sdk.publisher', details: { ...publisher, userId: '', publishing: false } })).toBe(
      'TestCard0001 has stopped',
    );
  });

  it('names the problem behind a retry', () => {
    const retrying = (problem: object) => summary({ type: 'viewer.retrying', details: { retryInMs: 1_000, problem } });
    expect(retrying({ kind: 'api', code: 'RATE_LIMITED', message: 'Too many.' })).toBe('RATE_LIMITED');
    expect(retrying({ kind: 'stage', name: 'TIMEOUT', message: 'Late.' })).toBe('TIMEOUT');
    expect(retrying({ kind: 'api-unreachable' })).toBe('the API does not answer');
  });

  it('says nothing where the type says it all', () => {
    expect(summary({ type: 'token.issued', details: { expiresAt: '2026-01-01T00:00:00.000Z' } })).toBeNull();
  });

  it('marks what came, what wants an eye and what went wrong', () => {
    expect([toneOf('presence.joined'), toneOf('viewer.away'), toneOf('sdk.error'), toneOf('token.issued')]).toEqual([
      'good',
      'warn',
      'bad',
      'plain',
    ]);
  });
});
