import type { SeriesData } from '../../../shared/api.ts';

/** The chart's columns: times (wall clock, ms), the most connections within each step, money summed up from the left edge. */
export interface ChartData {
  timesMs: number[];
  connections: number[];
  billed: number[];
  avoided: number[];
}

export function chartDataOf({ points }: Pick<SeriesData, 'points'>): ChartData {
  let [billed, avoided] = [0, 0];
  const data: ChartData = { timesMs: [], connections: [], billed: [], avoided: [] };
  for (const { at, connections, billedCost, avoidedCost } of points) {
    billed += billedCost;
    avoided += avoidedCost;
    data.timesMs.push(Date.parse(at));
    data.connections.push(connections);
    data.billed.push(billed);
    data.avoided.push(avoided);
  }
  return data;
}

/** What the picture says, for whoever does not see it; null where there is nothing to say. */
export interface ChartSummary {
  sinceMs: number;
  untilMs: number;
  most: number;
  mostAtMs: number;
  last: number;
  billed: number;
  avoided: number;
}

export function summaryOf({ timesMs, connections, billed, avoided }: ChartData): ChartSummary | null {
  if (timesMs.length === 0) return null;
  const most = Math.max(...connections);
  return {
    sinceMs: timesMs[0]!,
    untilMs: timesMs.at(-1)!,
    most,
    mostAtMs: timesMs[connections.indexOf(most)]!,
    last: connections.at(-1)!,
    billed: billed.at(-1)!,
    avoided: avoided.at(-1)!,
  };
}

/** At most `count` rows for the table beside the chart: of each stretch its most connections and its last sums. */
export function tableRowsOf(
  { timesMs, connections, billed, avoided }: ChartData,
  count: number,
): Array<{ atMs: number; connections: number; billed: number; avoided: number }> {
  const each = Math.max(1, Math.ceil(timesMs.length / count));
  const rows = [];
  for (let start = 0; start < timesMs.length; start += each) {
    const end = Math.min(start + each, timesMs.length);
    rows.push({
      atMs: timesMs[start]!,
      connections: Math.max(...connections.slice(start, end)),
      billed: billed[end - 1]!,
      avoided: avoided[end - 1]!,
    });
  }
  return rows;
}
