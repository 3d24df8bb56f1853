import { describe, expect, it } from 'vitest';
import { gridFor } from '../../../renderer/stage/tile-grid.ts';

describe('gridFor: the grid that shows the tiles largest', () => {
  it.each<[number, number, number, number, number]>([
    [1, 1280, 720, 1, 1],
    [2, 1280, 400, 2, 1],
    [2, 600, 800, 1, 2],
    [3, 1280, 720, 2, 2],
    [4, 1280, 720, 2, 2],
    [5, 1280, 720, 3, 2],
    [9, 1280, 720, 3, 3],
    [12, 1920, 800, 4, 3],
  ])('%i tiles in %i × %i: %i × %i', (count, width, height, columns, rows) => {
    expect(gridFor(count, width, height)).toEqual({ columns, rows });
  });

  it('always has room for everybody', () => {
    for (let count = 1; count <= 12; count += 1) {
      for (const [width, height] of [
        [300, 900],
        [900, 600],
        [3840, 1200],
        [0, 0],
      ] as const) {
        const { columns, rows } = gridFor(count, width, height);
        expect(columns * rows).toBeGreaterThanOrEqual(count);
      }
    }
  });

  it('has one cell for nobody', () => {
    expect(gridFor(0, 800, 600)).toEqual({ columns: 1, rows: 1 });
  });
});
