import { describe, expect, it } from 'vitest';
import { type AttentionSignal, attend, awayReason, initialAttention } from '../../electron/viewing/attention.ts';

const given = (...signals: AttentionSignal[]) => signals.reduce(attend, initialAttention);

describe('attention', () => {
  it('looks, until something says otherwise', () => {
    expect(awayReason(initialAttention, 'blur')).toBeNull();
  });

  it('tells the most telling of several reasons', () => {
    const attention = given(
      { type: 'blur' },
      { type: 'panel', onScreen: false },
      { type: 'minimize' },
      { type: 'lock' },
    );
    expect(awayReason(attention, 'blur')).toBe('locked');
    expect(awayReason(attend(attention, { type: 'unlock' }), 'blur')).toBe('minimized');
  });

  it('looks again only when the last reason is gone', () => {
    const attention = given({ type: 'blur' }, { type: 'minimize' }, { type: 'restore' });
    expect(awayReason(attention, 'blur')).toBe('blurred');
    expect(awayReason(attend(attention, { type: 'focus' }), 'blur')).toBeNull();
  });

  it('does not mind a window without the focus under the policy `hidden`', () => {
    expect(awayReason(given({ type: 'blur' }), 'hidden')).toBeNull();
    expect(awayReason(given({ type: 'blur' }, { type: 'hide' }), 'hidden')).toBe('hidden');
  });

  it.each<[AttentionSignal, AttentionSignal]>([
    [{ type: 'blur' }, { type: 'focus' }],
    [{ type: 'minimize' }, { type: 'restore' }],
    [{ type: 'hide' }, { type: 'show' }],
    [{ type: 'lock' }, { type: 'unlock' }],
    [{ type: 'suspend' }, { type: 'resume' }],
    [{ type: 'stop' }, { type: 'watch' }],
    [
      { type: 'panel', onScreen: false },
      { type: 'panel', onScreen: true },
    ],
    [
      { type: 'input', idle: true },
      { type: 'input', idle: false },
    ],
  ])('%j is undone by %j', (away, back) => {
    expect(awayReason(given(away), 'blur')).not.toBeNull();
    expect(awayReason(given(away, back), 'blur')).toBeNull();
  });

  it('tells only of change: what is known already returns the same object', () => {
    const attention = given({ type: 'blur' });
    expect(attend(attention, { type: 'blur' })).toBe(attention);
  });
});
