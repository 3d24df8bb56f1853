import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLive, useServices, useViewing } from '../app/services.ts';
import { useFormat } from '../i18n/format.ts';
import { useTicking } from '../state/ticker.ts';
import { ledgerAt, ledgerOf } from './ledger.ts';
import classes from './Totals.module.css';

/** Where they will be. */
export const TotalsPlace = () => <div className={classes.place} />;

/** What this stage has cost, what it has not, and how many have watched at once. */
export function Totals() {
  const { t } = useTranslation();
  const format = useFormat();
  const { hello, neverLess } = useServices();
  const stageArn = useViewing(({ view }) => view.stageArn) ?? hello.stageArn;
  const stats = useLive((live) => live.stats);
  const previous = useLive((live) => live.previousStats);
  const heldAtMs = useLive((live) => live.heldAtMs);
  const current = useLive(({ counts }) => (stageArn === null ? 0 : (counts[stageArn] ?? 0)));
  const connected = useLive((live) => live.connected);
  // One string per tick: it is drawn again only when a digit changes.
  const ticking = useTicking((nowMs) => {
    if (!stats) return null;
    const untilMs = connected ? Math.min(nowMs, heldAtMs ?? nowMs) : stats.atMs;
    const ledger = neverLess(stageArn, ledgerAt(stats, previous, stageArn, untilMs));
    return [
      format.number(ledger.billedMinutes, 1),
      format.money(ledger.billedCost),
      format.number(ledger.avoidedMinutes, 1),
      format.money(ledger.avoidedCost),
    ].join('|');
  });
  const [billedMinutes, billedCost, avoidedMinutes, avoidedCost] = ticking?.split('|') ?? [];
  const told = stats ? ledgerOf(stats.data, stageArn).peakViewers : null;
  // Who has just come is counted at once, and the peak with them.
  const peak = told === null ? null : Math.max(told, current);
  const price = stats ? format.money(stats.data.pricePerMinute) : '–';
  return (
    <dl className={classes.totals} data-stale={!connected} aria-label={t('totals.label')}>
      <Figure
        label={t('totals.billed')}
        help={t('totals.billedHelp', { price })}
        minutes={billedMinutes}
        money={billedCost}
      />
      <Figure
        label={t('totals.avoided')}
        help={t('totals.avoidedHelp')}
        minutes={avoidedMinutes}
        money={avoidedCost}
        good
      />
      <div className={classes.figure}>
        <dt>{t('totals.peak')}</dt>
        <dd>{peak === null ? '–' : format.number(peak)}</dd>
      </div>
    </dl>
  );
}

function Figure(props: { label: string; help: string; minutes?: string; money?: string; good?: boolean }) {
  const { t } = useTranslation();
  const { label, help, minutes = '–', money = '–', good = false } = props;
  return (
    <Tooltip label={help} maw={320}>
      <div className={classes.figure} data-good={good}>
        <dt>{label}</dt>
        <dd>
          {money} <span className={classes.minutes}>{t('totals.minutes', { value: minutes })}</span>
        </dd>
      </div>
    </Tooltip>
  );
}
