import { describe, expect, test } from 'vitest';
import { newestFirst, superfluous } from '../../../../electron/service/store/backups/order.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = 100 * DAY;
const backup = (day: number) => ({ name: `day ${String(day).padStart(3, '0')}`, at: day * DAY });
const names = (backups: { name: string }[]) => backups.map(({ name }) => name);

describe('the newest backup', () => {
  test('is the last that was made', () => {
    expect(names(newestFirst([backup(97), backup(99), backup(98)], NOW))).toEqual(['day 099', 'day 098', 'day 097']);
  });

  test('is none from the future: the clock was wrong when that was made', () => {
    const sorted = newestFirst([backup(400), backup(99), backup(300), backup(98)], NOW);
    expect(names(sorted)).toEqual(['day 099', 'day 098', 'day 400', 'day 300']);
  });
});

describe('kept by count', () => {
  const all = [93, 94, 95, 96, 97, 98, 99, 100].map(backup);
  test('the oldest go', () => {
    expect(names(superfluous(all, 7, NOW, 'day 100'))).toEqual(['day 093']);
    expect(names(superfluous(all, 3, NOW, 'day 100')).sort()).toEqual(names(all).slice(0, 5));
    expect(superfluous(all, 8, NOW, 'day 100')).toEqual([]);
  });

  test('the one just made stays, also where its name is the oldest: the clock was set back', () => {
    expect(names(superfluous(all, 3, NOW, 'day 093'))).not.toContain('day 093');
    expect(names(superfluous(all, 1, NOW, 'day 093'))).toHaveLength(7);
  });

  test('those from the future go before all others', () => {
    const sorted = superfluous([...all, backup(200), backup(300)], 8, NOW, 'day 100');
    expect(names(sorted)).toEqual(['day 300', 'day 200']);
  });
});
