import type uPlot from 'uplot';
import type { Format } from '../../i18n/format.ts';
import type { ChartColours } from './chart-colours.ts';
import type { TimeWindow } from './time-window.ts';

export interface ChartListeners {
  /** A stretch was dragged over. */
  onSelect(selected: TimeWindow): void;
  /** A double click: back to the whole range. */
  onReset(): void;
  /** The pointer is over this point; null: over none. */
  onPoint(index: number | null): void;
}

const DAY_MS = 24 * 3_600_000;
const AXIS_PX = { connections: 44, money: 76, time: 28 };
/** The smallest drag that is meant as one. */
const DRAG_PX = 6;
/** Told apart by more than colour: an area, a line, a broken line. */
export const AVOIDED_DASH = [5, 4];

/** How uPlot draws connections against the left axis and money, summed up, against the right one. */
export function chartOptions(
  size: { width: number; height: number },
  colours: ChartColours,
  format: Format,
  stepped: uPlot.Series.PathBuilder | undefined,
  { onSelect, onReset, onPoint }: ChartListeners,
): uPlot.Options {
  const axis = {
    stroke: colours.text,
    font: colours.font,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { stroke: colours.grid, width: 1, size: 4 },
  };
  return {
    ...size,
    ms: 1,
    padding: [10, 0, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false, dist: DRAG_PX },
      bind: {
        dblclick: () => () => {
          onReset();
          return null;
        },
      },
      points: { size: 7 },
    },
    scales: {
      x: { time: true },
      connections: { range: (_plot, _min, max) => [0, Math.max(2, Math.ceil(max * 1.15))] },
      money: { range: (_plot, _min, max) => [0, Math.max(0.001, max * 1.15)] },
    },
    axes: [
      {
        ...axis,
        size: AXIS_PX.time,
        space: 84,
        values: (plot, splits) => {
          const { min = 0, max = 0 } = plot.scales.x!;
          const days = (max ?? 0) - (min ?? 0) > DAY_MS;
          const seconds = (max ?? 0) - (min ?? 0) < 5 * 60_000;
          return splits.map((at) => (days ? format.dayAndClock(at) : seconds ? format.time(at) : format.clock(at)));
        },
      },
      {
        ...axis,
        scale: 'connections',
        size: AXIS_PX.connections,
        // People come whole.
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000],
        values: (_plot, splits) => splits.map((value) => format.number(value)),
      },
      {
        ...axis,
        scale: 'money',
        side: 1,
        size: AXIS_PX.money,
        grid: { show: false },
        values: (_plot, splits) => splits.map((value) => format.price(value)),
      },
    ],
    series: [
      {},
      {
        scale: 'connections',
        stroke: colours.connections,
        fill: colours.connectionsFill,
        width: 1.5,
        // A count holds until it changes.
        paths: stepped,
        points: { show: false },
      },
      { scale: 'money', stroke: colours.billed, width: 2, points: { show: false } },
      { scale: 'money', stroke: colours.avoided, width: 2, dash: AVOIDED_DASH, points: { show: false } },
    ],
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < DRAG_PX) return;
          const selected = { sinceMs: plot.posToVal(left, 'x'), untilMs: plot.posToVal(left + width, 'x') };
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          onSelect(selected);
        },
      ],
      setCursor: [(plot) => onPoint(plot.cursor.left! < 0 ? null : (plot.cursor.idx ?? null))],
    },
  };
}
