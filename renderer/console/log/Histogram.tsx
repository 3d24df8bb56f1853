import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogHistogramData } from '../../../shared/api.ts';
import { useFormat } from '../../i18n/format.ts';
import type { LogHistogramState } from '../../state/log-histogram.ts';
import classes from './Histogram.module.css';
import { barAt, moved, type Range, rangeOfBars, wholeRange, zoomedIn, zoomedOut } from './histogram-range.ts';
import type { LogTime } from './log-time.ts';

interface HistogramProps {
  data: LogHistogramData | null;
  /** These are the bars of an earlier question: `loading` until this one is answered, `error` where it could not be. */
  status: LogHistogramState['status'];
  /** Something narrower than all there is has been picked. */
  ranged: boolean;
  time: LogTime;
  /** null: all of it again. */
  onRange: (range: Range | null) => void;
}

/** How long ago the last of these began, for one tap. */
const presets = { quarter: 15 * 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Entries over time, failures among them; a stretch is picked by dragging, or with the arrow keys and Enter. */
export function Histogram({ data, status, ranged, time, onRange }: HistogramProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [cursor, setCursor] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const bars = data !== null && data.buckets.length > 0 ? data : null;
  const whole = bars && wholeRange(bars);
  const withDay = whole !== null && whole.untilMs - whole.sinceMs > 43_200_000;
  const counting = status === 'loading';
  const picked = bars && cursor !== null ? rangeOfBars(bars, anchor ?? cursor, cursor) : null;
  const shownRange = picked ?? whole;

  const said = () => {
    if (!bars || !shownRange) return t('histogram.nothing');
    const [first, last] = cursor === null ? [0, bars.buckets.length - 1] : ends(anchor ?? cursor, cursor);
    const within = bars.buckets.slice(first, last + 1);
    return t('histogram.said', {
      since: time.mark(shownRange.sinceMs, withDay),
      until: time.mark(shownRange.untilMs, withDay),
      number: format.number(cursor === null ? bars.total : within.reduce((sum, { count }) => sum + count, 0)),
      bad: format.number(within.reduce((sum, { bad }) => sum + bad, 0)),
    });
  };

  const forget = () => {
    setCursor(null);
    setAnchor(null);
  };
  const pick = (range: Range | null) => {
    forget();
    onRange(range);
  };
  const barUnder = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return barAt(event.clientX - box.left, box.width, bars?.buckets.length ?? 1);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!bars || event.ctrlKey || event.altKey || event.metaKey) return;
    const last = bars.buckets.length - 1;
    const stand = (index: number) => {
      setAnchor(event.shiftKey ? (anchor ?? cursor ?? index) : null);
      setCursor(Math.max(0, Math.min(last, index)));
    };
    const steps: Record<string, () => void> = {
      ArrowLeft: () => stand((cursor ?? last + 1) - 1),
      ArrowRight: () => stand((cursor ?? -1) + 1),
      Home: () => stand(0),
      End: () => stand(last),
      Enter: () => picked && pick(picked),
      Escape: () => (cursor === null ? pick(null) : forget()),
      '+': () => whole && pick(zoomedIn(picked ?? whole)),
      '-': () => whole && pick(zoomedOut(whole)),
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    step();
  };

  return (
    <section className={classes.histogram} aria-label={t('histogram.label')} data-testid="histogram">
      <div className={classes.line}>
        <span className={classes.said} data-testid="histogram-said">
          {counting ? t('histogram.counting') : said()}
        </span>
        {(Object.keys(presets) as (keyof typeof presets)[]).map((name) => (
          <Button
            key={name}
            variant="subtle"
            color="gray"
            size="compact-xs"
            onClick={() => pick({ sinceMs: Date.now() - presets[name], untilMs: Number.POSITIVE_INFINITY })}
          >
            {t(`histogram.last.${name}`)}
          </Button>
        ))}
        <Step label={t('histogram.earlier')} Icon={IconChevronLeft} onClick={() => whole && pick(moved(whole, -1))} />
        <Step
          label={t('histogram.later')}
          Icon={IconChevronRight}
          disabled={!ranged}
          onClick={() => whole && pick(moved(whole, 1))}
        />
        <Step
          label={t('histogram.zoomIn')}
          Icon={IconZoomIn}
          onClick={() => whole && pick(zoomedIn(picked ?? whole))}
        />
        <Step
          label={t('histogram.zoomOut')}
          Icon={IconZoomOut}
          disabled={!ranged}
          onClick={() => whole && pick(zoomedOut(whole))}
        />
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={!ranged}
          onClick={() => pick(null)}
          data-testid="histogram-all"
        >
          {t('histogram.all')}
        </Button>
      </div>
      <div
        className={classes.bars}
        role="slider"
        tabIndex={0}
        aria-label={t('histogram.pick')}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, (bars?.buckets.length ?? 1) - 1)}
        aria-valuenow={cursor ?? 0}
        aria-valuetext={said()}
        data-stale={status !== 'ready'}
        data-testid="histogram-bars"
        onKeyDown={onKeyDown}
        onBlur={forget}
        onPointerDown={(event) => {
          if (event.button !== 0 || !bars) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setAnchor(barUnder(event));
          setCursor(barUnder(event));
        }}
        onPointerMove={(event) => {
          if (bars) setCursor(barUnder(event));
        }}
        onPointerUp={() => {
          if (picked && anchor !== null) pick(picked);
        }}
        onPointerCancel={forget}
        onPointerLeave={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) forget();
        }}
      >
        {bars && <Bars data={bars} from={anchor ?? cursor} to={cursor} picking={anchor !== null} />}
      </div>
    </section>
  );
}

const ends = (one: number, another: number) => [Math.min(one, another), Math.max(one, another)] as const;
const HEIGHT = 40;

function Bars(props: { data: LogHistogramData; from: number | null; to: number | null; picking: boolean }) {
  const { data, from, to, picking } = props;
  const { buckets } = data;
  const most = Math.max(1, ...buckets.map(({ count }) => count));
  // One entry among thousands must still be seen.
  const heightOf = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT));
  const [first, last] = from === null || to === null ? [0, -1] : ends(from, to);
  return (
    <svg viewBox={`0 0 ${buckets.length} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <line
        x1={0}
        x2={buckets.length}
        y1={HEIGHT}
        y2={HEIGHT}
        className={classes.base}
        vectorEffect="non-scaling-stroke"
      />
      {last >= first && (
        <rect
          x={first}
          y={0}
          width={last - first + 1}
          height={HEIGHT}
          className={picking ? classes.picked : classes.cursor}
        />
      )}
      {buckets.map(({ at, count, bad }, index) => (
        <g key={at}>
          <rect
            x={index + 0.1}
            width={0.8}
            y={HEIGHT - heightOf(count)}
            height={heightOf(count)}
            className={classes.bar}
          />
          {bad > 0 && (
            <rect
              x={index + 0.1}
              width={0.8}
              y={HEIGHT - heightOf(bad)}
              height={heightOf(bad)}
              className={classes.bad}
            />
          )}
        </g>
      ))}
    </svg>
  );
}

function Step(props: { label: string; Icon: typeof IconZoomIn; disabled?: boolean; onClick: () => void }) {
  const { label, Icon, disabled = false, onClick } = props;
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={24} aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
