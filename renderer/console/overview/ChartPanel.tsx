import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core';
import { IconTable, IconZoomIn, IconZoomOut, IconZoomReset } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { replaceParams, usePlace } from '../../app/route.ts';
import { useServices } from '../../app/services.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useAsked } from '../../app/use-asked.ts';
import { useFormat } from '../../i18n/format.ts';
import { Failed, Panel } from '../Panel.tsx';
import { StageSelect } from '../StageSelect.tsx';
import { AsOf } from './AsOf.tsx';
import classes from './Chart.module.css';
import { Chart } from './Chart.tsx';
import { ChartLegend } from './ChartLegend.tsx';
import { ChartTable } from './ChartTable.tsx';
import { chartDataOf, summaryOf } from './chart-data.ts';
import {
  type ChartPlace,
  chartPlaceOf,
  type Range,
  rangeMs,
  ranges,
  windowOf,
  writeChartPlace,
  zoomedBy,
  zoomedTo,
} from './time-window.ts';
import { useStale } from './use-overview.ts';

const POINTS = 400;
const LIVE_EVERY_MS = 5_000;
/** A day and more moves slowly, and what is past does not move at all. */
const SLOW_EVERY_MS = 30_000;
const ZOOM_STEP = 2;

/** Connections and money over the last hours; zoomed into, finer points are fetched. What it shows is in the address. */
export function ChartPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const { asking } = useServices();
  const { params } = usePlace();
  const place = useMemo(() => chartPlaceOf(params), [params]);
  const [asTable, setAsTable] = useState(false);
  const [point, setPoint] = useState<number | null>(null);
  const everyMs = place.zoom === null && rangeMs[place.range] < rangeMs['24h'] ? LIVE_EVERY_MS : SLOW_EVERY_MS;
  const reading = useAsked({
    call: 'series',
    key: JSON.stringify(place),
    input: () => {
      const { sinceMs, untilMs } = windowOf(place, Date.now());
      return {
        since: new Date(sinceMs).toISOString(),
        until: new Date(untilMs).toISOString(),
        points: POINTS,
        ...(place.stageArn === null ? {} : { stageArn: place.stageArn }),
      };
    },
    everyMs,
  });
  const stale = useStale(reading, everyMs);
  const { failure } = reading;
  const answer = useLastKnown(reading.answer);
  const data = useMemo(() => (answer === null ? null : chartDataOf(answer.data)), [answer]);
  const summary = data && summaryOf(data);
  // The right edge is the moment of the answer: between two the picture stands.
  const window = windowOf(place, answer?.wallMs ?? Date.now());

  const moveTo = (next: ChartPlace) => replaceParams((current) => writeChartPlace(current, next));
  const zoom = (factor: number) => moveTo(zoomedBy(place, factor, Date.now()));
  const reset = () => moveTo({ ...place, zoom: null });
  useShortcut('zoom-in', () => zoom(ZOOM_STEP));
  useShortcut('zoom-out', () => zoom(1 / ZOOM_STEP));
  useShortcut('zoom-reset', reset);

  const words = summary
    ? t('chart.summary', {
        since: format.dayAndClock(window.sinceMs),
        until: format.dayAndClock(window.untilMs),
        most: format.number(summary.most),
        mostAt: format.clock(summary.mostAtMs),
        last: format.number(summary.last),
        billed: format.money(summary.billed),
        avoided: format.money(summary.avoided),
      })
    : t('chart.nothing');
  return (
    <Panel
      title={t('chart.title')}
      aside={
        <div className={classes.tools}>
          <StageSelect
            label={t('chart.stage')}
            value={place.stageArn}
            onChange={(stageArn) => moveTo({ ...place, stageArn })}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('chart.range')}
            value={place.range}
            onChange={(value) => moveTo({ ...place, range: value as Range, zoom: null })}
            data={ranges.map((range) => ({ value: range, label: t(`chart.ranges.${range}`) }))}
          />
          <Tool label={t('chart.zoomIn')} onClick={() => zoom(ZOOM_STEP)} icon={IconZoomIn} />
          <Tool
            label={t('chart.zoomOut')}
            onClick={() => zoom(1 / ZOOM_STEP)}
            icon={IconZoomOut}
            disabled={place.zoom === null}
          />
          <Tool
            label={t('chart.reset')}
            onClick={reset}
            icon={IconZoomReset}
            disabled={place.zoom === null}
            testId="chart-reset"
          />
          <Tool
            label={t(asTable ? 'chart.asChart' : 'chart.asTable')}
            onClick={() => setAsTable(!asTable)}
            icon={IconTable}
            pressed={asTable}
            testId="chart-as-table"
          />
        </div>
      }
    >
      {failure && <Failed message={failure.message} strip={true} onRetry={() => asking.refresh('series')} />}
      <div className={classes.body} data-stale={stale}>
        {data === null ? (
          <div className={classes.waiting} data-testid="chart-waiting" />
        ) : asTable ? (
          <ChartTable data={data} />
        ) : (
          <Chart
            data={data}
            window={window}
            label={words}
            onSelect={(selected) => moveTo(zoomedTo(place, selected, Date.now()))}
            onReset={reset}
            onPoint={setPoint}
          />
        )}
      </div>
      <div className={classes.foot}>
        <ChartLegend data={data} index={point} />
        <AsOf at={answer?.data.asOf ?? null} stale={stale} />
      </div>
    </Panel>
  );
}

/** While the points of another stretch are on their way, those that are there stay. */
function useLastKnown<T>(value: T | null): T | null {
  const [last, setLast] = useState(value);
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
}

interface ToolProps {
  label: string;
  onClick: () => void;
  icon: typeof IconTable;
  disabled?: boolean;
  pressed?: boolean;
  testId?: string;
}

function Tool({ label, onClick, icon: Icon, disabled = false, pressed, testId }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={pressed ? 'light' : 'subtle'}
        color={pressed ? undefined : 'gray'}
        size={28}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
        data-testid={testId}
      >
        <Icon size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
