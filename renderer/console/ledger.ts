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

export type NeverLess = (stageArn: string | null, ledger: Ledger) => Ledger;

/**
 * Holds each stage's figures at the most they have been: an estimate between two answers may have run ahead by a
 * fraction of a cent, and money that runs backwards is believed by nobody. The service catches up within seconds.
 */
export function createNeverLess(): NeverLess {
  const most = new Map<string | null, Ledger>();
  return (stageArn, ledger) => {
    const before = most.get(stageArn) ?? ledger;
    const shown = {
      billedMinutes: Math.max(before.billedMinutes, ledger.billedMinutes),
      billedCost: Math.max(before.billedCost, ledger.billedCost),
      avoidedMinutes: Math.max(before.avoidedMinutes, ledger.avoidedMinutes),
      avoidedCost: Math.max(before.avoidedCost, ledger.avoidedCost),
    };
    most.set(stageArn, shown);
    return shown;
  };
}
