import type { CostData, Ledger } from '../../../shared/api.ts';
import type { Answer } from '../../state/asking.ts';

/**
 * A total that reaches up to the present, at a later moment: billed grows by a minute per connection and minute, avoided
 * at the pace of the last two answers.
 */
export function costAt(
  { data, atMs }: Answer<CostData>,
  previous: Answer<CostData> | null,
  connections: number,
  nowMs: number,
): Ledger {
  const sinceMs = Math.max(0, nowMs - atMs);
  const billed = (connections * sinceMs) / 60_000;
  const overMs = previous === null ? 0 : atMs - previous.atMs;
  const gained = previous === null ? 0 : data.total.avoidedMinutes - previous.data.total.avoidedMinutes;
  const avoided = overMs > 0 ? (Math.max(0, gained) / overMs) * sinceMs : 0;
  return {
    billedMinutes: data.total.billedMinutes + billed,
    billedCost: data.total.billedCost + billed * data.pricePerMinute,
    avoidedMinutes: data.total.avoidedMinutes + avoided,
    avoidedCost: data.total.avoidedCost + avoided * data.pricePerMinute,
  };
}
