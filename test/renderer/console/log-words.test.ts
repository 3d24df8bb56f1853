import { describe, expect, it } from 'vitest';
import { reasonInWords, reasonOf, toneOf } from '../../../renderer/console/log-words.ts';
import { createI18n } from '../../../renderer/i18n/index.ts';
import { logEntries } from '../harness/sample.ts';

describe('a log entry in words', () => {
  const en = createI18n('en');
  const zh = createI18n('zh-TW');

  it('says a known reason in the language, and another client’s own as it is', () => {
    expect(reasonInWords('minimized', en.t, en)).toBe('the window is minimized');
    expect(reasonInWords('locked', zh.t, zh)).toBe('螢幕已鎖定');
    expect(reasonInWords('lunch break', zh.t, zh)).toBe('lunch break');
  });

  it('finds the reason where the entry has it', () => {
    const entry = logEntries(1)[0]!;
    expect(reasonOf({ ...entry, reason: 'idle', details: { state: 'connected' } })).toBe('idle');
    expect(reasonOf({ ...entry, details: { state: 'errored' } })).toBe('errored');
    expect(reasonOf({ ...entry, details: { name: 'TIMEOUT', code: 3 } })).toBe('TIMEOUT');
    expect(reasonOf({ ...entry, details: {} })).toBeNull();
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
