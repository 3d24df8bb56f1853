import type { Ledger, StatsData } from '../../shared/api.ts';
import type { StatsReading } from '../state/live-store.ts';

/** Money and minutes of one stage, or of all where the stage is unknown, with who pays now. */
export function ledgerOf(
  data: StatsData,
  stageArn: string | null,
): Ledger & { currentViewers: number; peakViewers: number | null } {
  const stage = data.stages.find((each) => each.stageArn === stageArn);
  if (stage) return stage;
  if (stageArn === null) return { ...data, currentViewers: data.totalViewers, peakViewers: null };
  return { billedMinutes: 0, billedCost: 0, avoidedMinutes: 0, avoidedCost: 0, currentViewers: 0, peakViewers: 0 };
}

/**
 * The ledger at a later moment, so that it ticks between two answers: what is billed grows by a minute per viewer and
 * minute; what is avoided goes on at the pace between the last two answers.
 */
export function ledgerAt(
  reading: StatsReading,
  previous: StatsReading | null,
  stageArn: string | null,
  nowMs: number,
): Ledger {
  const ledger = ledgerOf(reading.data, stageArn);
  const sinceMs = Math.max(0, nowMs - reading.atMs);
  const billed = (ledger.currentViewers * sinceMs) / 60_000;
  const avoided = previous ? avoidedPace(reading, previous, stageArn) * sinceMs : 0;
  const { pricePerMinute } = reading.data;
  return {
    billedMinutes: ledger.billedMinutes + billed,
    billedCost: ledger.billedCost + billed * pricePerMinute,
    avoidedMinutes: ledger.avoidedMinutes + avoided,
    avoidedCost: ledger.avoidedCost + avoided * pricePerMinute,
  };
}

/** Minutes per millisecond. */
function avoidedPace(reading: StatsReading, previous: StatsReading, stageArn: string | null): number {
  const overMs = reading.atMs - previous.atMs;
  if (overMs <= 0) return 0;
  const gained = ledgerOf(reading.data, stageArn).avoidedMinutes - ledgerOf(previous.data, stageArn).avoidedMinutes;
  return Math.max(0, gained) / overMs;
}
