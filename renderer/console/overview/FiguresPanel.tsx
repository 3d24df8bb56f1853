import { useTranslation } from 'react-i18next';
import type { OverviewData } from '../../../shared/api.ts';
import { useServices } from '../../app/services.ts';
import { useStages } from '../../app/use-stages.ts';
import { useFormat } from '../../i18n/format.ts';
import type { Answer } from '../../state/asking.ts';
import { useTicking } from '../../state/ticker.ts';
import { Failed, Panel } from '../Panel.tsx';
import { Figure } from './Figure.tsx';
import classes from './Figures.module.css';
import { figuresOf, moneyAt } from './figures-at.ts';
import { type Publishers, publishersOf } from './publishers-of.ts';
import { OVERVIEW_EVERY_MS, useOverview, useStale } from './use-overview.ts';

/** All stages together: now, at the peak, today. */
export function FiguresPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const { asking } = useServices();
  const overview = useOverview();
  const stages = useStages();
  const stale = useStale(overview, OVERVIEW_EVERY_MS);
  const money = useMoneyToday(overview.answer, overview.previous, null, stale);
  const total = overview.answer?.data.total;
  const asOf = overview.answer?.data.asOf ?? null;
  const stagesStale = useStale(stages, OVERVIEW_EVERY_MS);
  const known = stages.answer?.data.stages;
  const publishers = known && publishersOf(known);
  const at = { asOf, stale };
  // None is known: no number, for none may be live and all may.
  const liveWords = ({ live, notLive, unknown }: Publishers) =>
    unknown > 0 && live + notLive === 0
      ? '–'
      : t('overview.liveOf', { live: format.number(live), count: live + notLive + unknown });
  return (
    <Panel title={t('overview.total')}>
      {overview.failure && (
        <Failed message={overview.failure.message} strip={true} onRetry={() => asking.refresh('overview')} />
      )}
      <dl className={classes.figures} data-testid="overview-figures">
        <Figure
          {...at}
          label={t('overview.people')}
          help={t('overview.peopleHelp')}
          value={total && format.number(total.people)}
          testId="figure-people"
        />
        <Figure
          {...at}
          label={t('overview.connections')}
          help={t('overview.connectionsHelp')}
          value={total && format.number(total.connections)}
          testId="figure-connections"
        />
        <Figure
          {...at}
          label={t('overview.peak')}
          help={t('overview.peakHelp')}
          value={total && format.number(total.peakToday)}
          {...(total?.peakTodayAt ? { detail: t('overview.peakAt', { time: format.clock(total.peakTodayAt) }) } : {})}
          testId="figure-peak"
        />
        <Figure
          {...at}
          label={t('overview.unique')}
          help={t('overview.uniqueHelp')}
          value={total && format.number(total.uniqueToday)}
          testId="figure-unique"
        />
        <Figure
          {...at}
          label={t('overview.watchTime')}
          help={t('overview.watchTimeHelp')}
          value={money && t('overview.duration', hoursOf(money.watchMinutes))}
          testId="figure-watch"
        />
        <Figure
          {...at}
          label={t('overview.billed')}
          help={t('overview.billedHelp', { price: format.price(overview.answer?.data.pricePerMinute ?? 0) })}
          value={money?.billedCost}
          detail={money && t('totals.minutes', { value: money.billedMinutes })}
          testId="figure-billed"
        />
        <Figure
          {...at}
          label={t('overview.avoided')}
          help={t('totals.avoidedHelp')}
          value={money?.avoidedCost}
          detail={money && t('totals.minutes', { value: money.avoidedMinutes })}
          tone="good"
          testId="figure-avoided"
        />
        <Figure
          label={t('overview.publishers')}
          help={t('overview.publishersHelp')}
          value={publishers && liveWords(publishers)}
          {...(publishers?.unknown ? { detail: t('overview.unknownPublishers', { count: publishers.unknown }) } : {})}
          asOf={stages.answer?.data.asOf ?? null}
          stale={stagesStale}
          {...(publishers && publishers.notLive > 0 && publishers.live === 0 ? { tone: 'warn' as const } : {})}
          testId="figure-publishers"
        />
      </dl>
    </Panel>
  );
}

export const hoursOf = (minutes: number) => ({ hours: Math.floor(minutes / 60), minutes: Math.floor(minutes % 60) });

interface MoneyToday {
  watchMinutes: number;
  billedMinutes: string;
  billedCost: string;
  avoidedMinutes: string;
  avoidedCost: string;
}

/** Minutes and money of today, written out, ticking between two answers and never backwards; a stale one stands still. */
export function useMoneyToday(
  answer: Answer<OverviewData> | null,
  previous: Answer<OverviewData> | null,
  stageArn: string | null,
  stale: boolean,
): MoneyToday | undefined {
  const format = useFormat();
  const { neverLess } = useServices();
  const reading = answer && figuresOf(answer, stageArn);
  const before = previous && figuresOf(previous, stageArn);
  // One string per tick: it is drawn again only when a digit changes.
  const ticking = useTicking((nowMs) => {
    if (!answer || !reading) return null;
    const money = moneyAt(reading, before, stale ? reading.atMs : nowMs);
    // A new day begins at zero.
    const day = format.day(answer.data.asOf);
    const shown = neverLess(`today ${day} ${answer.data.pricePerMinute} ${stageArn}`, {
      billedMinutes: money.billedMinutesToday,
      billedCost: money.billedCostToday,
      avoidedMinutes: money.avoidedMinutesToday,
      avoidedCost: money.avoidedCostToday,
    });
    return [
      Math.floor(money.watchMinutesToday),
      format.number(shown.billedMinutes, 1),
      format.money(shown.billedCost),
      format.number(shown.avoidedMinutes, 1),
      format.money(shown.avoidedCost),
    ].join('|');
  });
  if (ticking === null) return undefined;
  const [watchMinutes, billedMinutes, billedCost, avoidedMinutes, avoidedCost] = ticking.split('|') as [
    string,
    string,
    string,
    string,
    string,
  ];
  return { watchMinutes: Number(watchMinutes), billedMinutes, billedCost, avoidedMinutes, avoidedCost };
}
