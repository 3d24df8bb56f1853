/** The chart's stretch of time: one that moves with the present, or one that was zoomed to and stands still. */

export const ranges = ['1h', '6h', '24h', '7d'] as const;
export type Range = (typeof ranges)[number];

const HOUR_MS = 3_600_000;
export const rangeMs: Record<Range, number> = {
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
};
/** Closer than this there is nothing more to see: counts are kept by the second at best. */
export const SHORTEST_MS = 60_000;

/** Wall-clock times in milliseconds. */
export interface TimeWindow {
  sinceMs: number;
  untilMs: number;
}

/** What the page's address says of the chart. */
export interface ChartPlace {
  range: Range;
  /** null: all stages together. */
  stageArn: string | null;
  /** null: the range up to the present. */
  zoom: TimeWindow | null;
}

export function chartPlaceOf(params: URLSearchParams): ChartPlace {
  const range = ranges.find((each) => each === params.get('range')) ?? '1h';
  const [sinceMs, untilMs] = [Date.parse(params.get('from') ?? ''), Date.parse(params.get('to') ?? '')];
  const zoomed = untilMs - sinceMs >= SHORTEST_MS;
  return { range, stageArn: params.get('stage') || null, zoom: zoomed ? { sinceMs, untilMs } : null };
}

/** Writes a place into the address; what goes without saying is left out. */
export function writeChartPlace(params: URLSearchParams, { range, stageArn, zoom }: ChartPlace): void {
  if (range === '1h') params.delete('range');
  else params.set('range', range);
  if (stageArn === null) params.delete('stage');
  else params.set('stage', stageArn);
  for (const name of ['from', 'to']) params.delete(name);
  if (zoom === null) return;
  params.set('from', new Date(zoom.sinceMs).toISOString());
  params.set('to', new Date(zoom.untilMs).toISOString());
}

export const windowOf = ({ range, zoom }: ChartPlace, nowMs: number): TimeWindow =>
  zoom ?? { sinceMs: nowMs - rangeMs[range], untilMs: nowMs };

/**
 * The place after zooming by a factor about the middle (above 1: closer). As wide as the range again is the range
 * itself; nothing lies in the future.
 */
export function zoomedBy(place: ChartPlace, factor: number, nowMs: number): ChartPlace {
  const { sinceMs, untilMs } = windowOf(place, nowMs);
  const widthMs = Math.max(SHORTEST_MS, (untilMs - sinceMs) / factor);
  if (widthMs >= rangeMs[place.range]) return { ...place, zoom: null };
  return zoomedTo(
    place,
    { sinceMs: (sinceMs + untilMs - widthMs) / 2, untilMs: (sinceMs + untilMs + widthMs) / 2 },
    nowMs,
  );
}

/** The place after choosing a stretch; one too short to show is widened about its middle. */
export function zoomedTo(place: ChartPlace, { sinceMs, untilMs }: TimeWindow, nowMs: number): ChartPlace {
  const widthMs = Math.max(SHORTEST_MS, untilMs - sinceMs);
  const endMs = Math.min(nowMs, (sinceMs + untilMs + widthMs) / 2);
  return { ...place, zoom: { sinceMs: Math.round(endMs - widthMs), untilMs: Math.round(endMs) } };
}
