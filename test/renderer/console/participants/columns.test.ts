import { describe, expect, it } from 'vitest';
import { columnIds, columnsThatFit, shapeOf, templateOf } from '../../../../renderer/console/participants/columns.ts';

describe('the columns', () => {
  it('are all there where there is room', () => {
    expect(columnsThatFit(columnIds, 1_200)).toEqual(columnIds);
  });

  it('give way one after the other, who it is and how they are last of all', () => {
    const counts = [1_200, 1_000, 800, 600, 400, 100].map((widthPx) => columnsThatFit(columnIds, widthPx).length);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(columnsThatFit(columnIds, 100)).toEqual(['state', 'user']);
  });

  it('keep their order, and those hidden stay hidden', () => {
    const wanted = columnIds.filter((id) => id !== 'cost');
    expect(columnsThatFit(wanted, 900)).toEqual(columnIds.filter((id) => columnsThatFit(wanted, 900).includes(id)));
    expect(columnsThatFit(wanted, 2_000)).not.toContain('cost');
  });

  it('take at least what they need', () => {
    const fitting = columnsThatFit(columnIds, 700);
    const neededPx = fitting.reduce((sum, id) => sum + shapeOf(id).minPx + 16, 28 - 16);
    expect(neededPx).toBeLessThanOrEqual(700);
    expect(templateOf(['user', 'since'])).toBe(`minmax(${shapeOf('user').minPx}px, 2fr) ${shapeOf('since').minPx}px`);
  });
});
