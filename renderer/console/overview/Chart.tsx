import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useEffectEvent, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useFormat } from '../../i18n/format.ts';
import classes from './Chart.module.css';
import { useChartColours } from './chart-colours.ts';
import type { ChartData } from './chart-data.ts';
import { type ChartListeners, chartOptions } from './chart-options.ts';
import type { TimeWindow } from './time-window.ts';

interface ChartProps extends ChartListeners {
  data: ChartData;
  window: TimeWindow;
  /** What it shows, in words. */
  label: string;
}

const HEIGHT_PX = 208;

/** The drawing itself; it is one picture to assistive technology, and `label` says what is in it. */
export function Chart({ data, window, label, onSelect, onReset, onPoint }: ChartProps) {
  const format = useFormat();
  const colours = useChartColours();
  const { ref: measured, width } = useElementSize<HTMLDivElement>();
  const host = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(measured, host);
  const plot = useRef<uPlot | null>(null);
  const select = useEffectEvent(onSelect);
  const reset = useEffectEvent(onReset);
  const point = useEffectEvent(onPoint);
  const draw = useEffectEvent((target: uPlot) => {
    const { timesMs, connections, billed, avoided } = data;
    target.batch(() => {
      target.setData([timesMs, connections, billed, avoided], false);
      target.setScale('x', { min: window.sinceMs, max: window.untilMs });
    });
  });
  const hasSize = width > 0;
  const currentWidth = useEffectEvent(() => width);

  useEffect(() => {
    const element = host.current;
    if (!element || !hasSize) return;
    const options = chartOptions(
      { width: currentWidth(), height: HEIGHT_PX },
      colours,
      format,
      uPlot.paths.stepped?.({ align: 1 }),
      {
        onSelect: (selected) => select(selected),
        onReset: () => reset(),
        onPoint: (index) => point(index),
      },
    );
    const made = new uPlot(options, [[], [], [], []], element);
    plot.current = made;
    draw(made);
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [hasSize, colours, format]);

  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height: HEIGHT_PX });
  }, [width]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn is read by the effect event
  useEffect(() => {
    if (plot.current) draw(plot.current);
  }, [data, window.sinceMs, window.untilMs]);

  return <div ref={ref} className={classes.chart} role="img" aria-label={label} data-testid="chart" />;
}
