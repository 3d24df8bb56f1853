/**
 * When which piece of a clip is due. Pure: a position is milliseconds on a clock whose minutes are the wall clock's,
 * and piece n of a medium with r pieces a second starts at n × 1000 / r. So a loop that lasts whole minutes is in phase
 * with the real seconds, whenever it is started, and can't drift.
 */

/** Further behind than this (sleep, a stalled process), the past is skipped instead of caught up with. */
export const MAX_LAG_MS = 500;

export const pieceAt = (positionMs: number, perSecond: number): number => Math.floor((positionMs * perSecond) / 1000);

export const startOfPiece = (piece: number, perSecond: number): number => (piece * 1000) / perSecond;

/** The pieces after `played` that have begun at the position; `null`: too many, skip to the present. */
export function duePieces(played: number, positionMs: number, perSecond: number): number[] | null {
  const newest = pieceAt(positionMs, perSecond);
  if (newest - played > (MAX_LAG_MS * perSecond) / 1000) return null;
  return Array.from({ length: Math.max(0, newest - played) }, (_, index) => played + 1 + index);
}
