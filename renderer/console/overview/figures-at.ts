import type { Figures } from '../../../shared/api.ts';
import type { Answer } from '../../state/asking.ts';

/** The part of the figures that grows with every moment somebody is connected. */
export type Money = Pick<
  Figures,
  'watchMinutesToday' | 'billedMinutesToday' | 'billedCostToday' | 'avoidedMinutesToday' | 'avoidedCostToday'
>;

/** What the figures are read from: an overview's total, or one stage of it. */
export interface TickingFigures {
  figures: Figures;
  pricePerMinute: number;
  /** performance.now() of their arrival. */
  atMs: number;
}

/**
 * Today's figures at a later moment, so that they tick between two answers: what is billed grows by a minute per
 * connection and minute; what is avoided goes on at the pace between the last two answers (across midnight: not).
 */
export function moneyAt(reading: TickingFigures, previous: TickingFigures | null, nowMs: number): Money {
  const { figures, pricePerMinute, atMs } = reading;
  const sinceMs = Math.max(0, nowMs - atMs);
  const billed = (figures.connections * sinceMs) / 60_000;
  const avoided = previous === null ? 0 : avoidedPace(reading, previous) * sinceMs;
  return {
    watchMinutesToday: figures.watchMinutesToday + billed,
    billedMinutesToday: figures.billedMinutesToday + billed,
    billedCostToday: figures.billedCostToday + billed * pricePerMinute,
    avoidedMinutesToday: figures.avoidedMinutesToday + avoided,
    avoidedCostToday: figures.avoidedCostToday + avoided * pricePerMinute,
  };
}

/** Minutes per millisecond, never backwards. */
function avoidedPace(reading: TickingFigures, previous: TickingFigures): number {
  const overMs = reading.atMs - previous.atMs;
  if (overMs <= 0) return 0;
  return Math.max(0, reading.figures.avoidedMinutesToday - previous.figures.avoidedMinutesToday) / overMs;
}

/** Of a stage that an overview does not name: nobody has been there today. */
export const nothingToday: Figures = {
  people: 0,
  connections: 0,
  peakToday: 0,
  peakTodayAt: null,
  uniqueToday: 0,
  watchMinutesToday: 0,
  billedMinutesToday: 0,
  billedCostToday: 0,
  avoidedMinutesToday: 0,
  avoidedCostToday: 0,
};

/** The figures of a stage, or of all together (null), out of an overview. */
export function figuresOf(
  { data, atMs }: Answer<{ total: Figures; stages: Array<Figures & { stageArn: string }>; pricePerMinute: number }>,
  stageArn: string | null,
): TickingFigures {
  const figures = stageArn === null ? data.total : data.stages.find((stage) => stage.stageArn === stageArn);
  return { figures: figures ?? nothingToday, pricePerMinute: data.pricePerMinute, atMs };
}
