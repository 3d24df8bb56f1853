import { describe, expect, it } from 'vitest';
import { clockDuration, createFormat } from '../../../renderer/i18n/format.ts';

describe('createFormat', () => {
  const zh = createFormat('zh-TW');
  const en = createFormat('en');
  const at = new Date(2026, 10, 22, 9, 5, 7, 41).getTime();

  it('says times with 24 hours, to the millisecond where asked', () => {
    expect([zh.time(at), en.time(at)]).toEqual(['09:05:07', '09:05:07']);
    expect([zh.timeWithMs(at), en.timeWithMs(at)]).toEqual(['09:05:07.041', '09:05:07.041']);
    expect([zh.day(at), en.day(at)]).toEqual(['11/22', '11/22']);
  });

  it('says midnight as 00', () => {
    expect(en.time(new Date(2026, 0, 1, 0, 0, 0).getTime())).toBe('00:00:00');
  });

  it('says money to the hundredth of a cent while it is little', () => {
    expect(en.money(0.0123)).toBe('$0.0123');
    expect(zh.money(0.0123)).toBe('US$0.0123');
    expect(en.money(1234.5)).toBe('$1,234.50');
  });

  it('says numbers and shares in the locale', () => {
    expect(en.number(12_345)).toBe('12,345');
    expect(en.number(412.749, 1)).toBe('412.7');
    expect(en.percent(0.0123)).toBe('1.2%');
  });
});

describe('clockDuration', () => {
  it.each([
    [0, '0:00'],
    [7.9, '0:07'],
    [760, '12:40'],
    [3_600, '1:00:00'],
    [11_109, '3:05:09'],
    [-3, '0:00'],
  ])('%d s is %s', (seconds, said) => {
    expect(clockDuration(seconds)).toBe(said);
  });
});
