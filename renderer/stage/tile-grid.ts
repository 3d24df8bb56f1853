export interface GridShape {
  columns: number;
  rows: number;
}

/** IVS publishers send landscape unless told otherwise; a portrait one is letterboxed in its tile. */
const TILE_ASPECT = 16 / 9;

/**
 * The number of columns and rows that show `count` tiles largest in an area of the given size
 * (pixels, gaps neglected). An empty area or nobody to show: one cell.
 */
export function gridFor(count: number, width: number, height: number): GridShape {
  let best = { columns: 1, rows: Math.max(1, count) };
  let bestTileWidth = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const tileWidth = Math.min(width / columns, (height / rows) * TILE_ASPECT);
    // Equally large: the flatter grid has fewer empty cells to look at.
    if (tileWidth > bestTileWidth) {
      bestTileWidth = tileWidth;
      best = { columns, rows };
    }
  }
  return best;
}
