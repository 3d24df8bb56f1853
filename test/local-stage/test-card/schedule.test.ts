import { expect, test } from 'vitest';
import { duePieces, MAX_LAG_MS, pieceAt, startOfPiece } from '../../../electron/local-stage/test-card/schedule.ts';

test('a piece begins at its moment, to the millisecond', () => {
  expect(pieceAt(999, 25)).toBe(24);
  expect(pieceAt(1000, 25)).toBe(25);
  expect(startOfPiece(25, 25)).toBe(1000);
});

test('what has begun since is due, in order', () => {
  expect(duePieces(24, 999, 25)).toEqual([]);
  expect(duePieces(24, 1000, 25)).toEqual([25]);
  expect(duePieces(24, 1090, 25)).toEqual([25, 26, 27]);
});

test('too far behind, nothing is caught up with', () => {
  expect(duePieces(0, MAX_LAG_MS, 30)).toHaveLength(15);
  expect(duePieces(0, MAX_LAG_MS + 40, 30)).toBeNull();
});

test('a clock that steps back plays nothing twice', () => {
  expect(duePieces(100, 1000, 25)).toEqual([]);
});
