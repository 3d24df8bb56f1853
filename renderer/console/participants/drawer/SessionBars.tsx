import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionData } from '../../../../shared/api.ts';
import type { LogEntry } from '../../../../shared/log.ts';
import { useFormat } from '../../../i18n/format.ts';
import { useTicking } from '../../../state/ticker.ts';
import { reasonInWords } from '../../log/log-words.ts';
import { axisTicks, type Bar, barsOf, totalsOf } from '../bars-of.ts';
import { durationWords } from '../duration-words.ts';
import classes from './Bars.module.css';

const HOUR_MS = 3_600_000;
const spans = { '1': HOUR_MS, '6': 6 * HOUR_MS, '24': 24 * HOUR_MS, all: null } as const;
type Span = keyof typeof spans;
/** A session of a second is to be seen as well. */
const MIN_SHARE = 0.003;
const TICKS = 6;
/** The picture moves on this often while a session goes on. */
const STEP_MS = 5_000;

interface SessionBarsProps {
  sessions: readonly SessionData[];
  entries: readonly LogEntry[];
  live: boolean;
}

/** The whole story at one look: when connected, away, parked. */
export function SessionBars({ sessions, entries, live }: SessionBarsProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const nowMs = useTicking(() => Math.floor(Date.now() / STEP_MS) * STEP_MS + (live ? STEP_MS : 0));
  const bars = useMemo(() => barsOf({ sessions, entries, nowMs }), [sessions, entries, nowMs]);
  const firstMs = bars[0]?.fromMs ?? nowMs;
  const lastMs = bars.some(({ open }) => open) ? nowMs : Math.max(...bars.map(({ toMs }) => toMs), 0);
  const [chosen, setChosen] = useState<Span | null>(null);
  const span = chosen ?? smallestSpan(nowMs - firstMs);
  const spanMs = spans[span];
  const toMs = spanMs === null ? Math.max(lastMs, firstMs + 60_000) : nowMs;
  const fromMs = spanMs === null ? firstMs : nowMs - spanMs;
  if (bars.length === 0) return null;

  const totals = totalsOf(bars, fromMs, toMs);
  const words = (ms: number) => durationWords(ms, t);
  const at = (ms: number) => (ms - fromMs) / (toMs - fromMs);
  const summary = t('bars.summary', {
    connected: words(totals.connectedMs),
    away: words(totals.awayMs),
    parked: words(totals.parkedMs),
  });
  const title = (bar: Bar) => {
    const why = bar.reason === null ? '' : `${t('log.and')}${reasonInWords(bar.reason, t, i18n)}`;
    const until = bar.open ? t('bars.now') : format.time(bar.toMs);
    return `${t(`bars.kinds.${bar.kind}`)}${why}\n${format.time(bar.fromMs)} – ${until} (${words(bar.toMs - bar.fromMs)})`;
  };
  const multiDay = toMs - fromMs > 20 * HOUR_MS;
  return (
    <section className={classes.bars} aria-label={t('bars.title')}>
      <div className={classes.head}>
        <h3>{t('bars.title')}</h3>
        <SegmentedControl
          size="xs"
          aria-label={t('bars.span')}
          value={span}
          onChange={(value) => setChosen(value as Span)}
          data={(Object.keys(spans) as Span[]).map((value) => ({
            value,
            label: value === 'all' ? t('bars.all') : t('bars.hours', { number: value }),
          }))}
        />
      </div>
      <div className={classes.lane} role="img" aria-label={summary}>
        {bars
          .filter((bar) => bar.toMs >= fromMs && bar.fromMs <= toMs)
          .map((bar) => {
            const left = Math.max(0, at(bar.fromMs));
            const width = Math.max(MIN_SHARE, Math.min(1, at(bar.toMs)) - left);
            return (
              <span
                key={`${bar.kind} ${bar.fromMs}`}
                className={classes.bar}
                data-kind={bar.kind}
                data-open={bar.open}
                data-testid="session-bar"
                title={title(bar)}
                style={{ left: `${Math.min(left, 1 - MIN_SHARE) * 100}%`, width: `${width * 100}%` }}
              />
            );
          })}
      </div>
      <div className={classes.axis} aria-hidden>
        {axisTicks(fromMs, toMs, TICKS).map((atMs) => (
          <span key={atMs} className={classes.tick} data-edge={edgeOf(at(atMs))} style={{ left: `${at(atMs) * 100}%` }}>
            {multiDay ? format.dayAndClock(atMs) : format.clock(atMs)}
          </span>
        ))}
      </div>
      <p className={classes.legend} aria-hidden>
        {(['connected', 'away', 'parked'] as const).map((kind) => (
          <span key={kind} className={classes.key}>
            <span className={classes.swatch} data-kind={kind} />
            {t(`bars.kinds.${kind}`)} <strong>{words(totals[`${kind}Ms`])}</strong>
          </span>
        ))}
      </p>
    </section>
  );
}

const smallestSpan = (ageMs: number): Span => (ageMs <= HOUR_MS ? '1' : ageMs <= 6 * HOUR_MS ? '6' : '24');

/** A label at the edge leans inwards. */
const edgeOf = (share: number) => (share < 0.06 ? 'start' : share > 0.94 ? 'end' : undefined);
