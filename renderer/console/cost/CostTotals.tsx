import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CostData } from '../../../shared/api.ts';
import { useLive, useServices } from '../../app/services.ts';
import { useFormat } from '../../i18n/format.ts';
import type { Answer } from '../../state/asking.ts';
import { totalOf } from '../../state/presence.ts';
import { useTicking } from '../../state/ticker.ts';
import { Figure } from '../overview/Figure.tsx';
import figures from '../overview/Figures.module.css';
import { useStale } from '../overview/use-overview.ts';
import { Failed, Panel } from '../Panel.tsx';
import { StageSelect } from '../StageSelect.tsx';
import classes from './Cost.module.css';
import { costAt } from './cost-at.ts';
import type { CostPlace } from './cost-place.ts';
import { type CostRange, costRanges, isLive } from './cost-range.ts';
import { everyMsOf, useCost } from './use-cost.ts';

/** Which days of which stage, and what they came to; sums that reach up to the present tick. */
export function CostTotals({ place, onMove }: { place: CostPlace; onMove: (place: CostPlace) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { asking } = useServices();
  const { range, stageArn } = place;
  // The smallest question that has the totals: they are the same for every grouping.
  const reading = useCost({ range, stageArn, by: 'stage', sort: 'billed', direction: 'desc', limit: 50 });
  const stale = useStale(reading, everyMsOf(range));
  const { answer, failure } = reading;
  const sums = useTickingSums(answer, reading.previous, place, stale);
  const total = answer?.data.total;
  const at = { asOf: answer?.data.asOf ?? null, stale };
  return (
    <Panel
      title={t('cost.title')}
      aside={
        <div className={classes.selects}>
          <StageSelect
            label={t('cost.stage')}
            value={stageArn}
            onChange={(chosen) => onMove({ ...place, stageArn: chosen })}
          />
          <NativeSelect
            size="xs"
            aria-label={t('cost.range')}
            value={range}
            onChange={(event) => onMove({ ...place, range: event.currentTarget.value as CostRange })}
            data={costRanges.map((value) => ({ value, label: t(`cost.ranges.${value}`) }))}
            data-testid="cost-range"
          />
        </div>
      }
    >
      {failure && <Failed message={failure.message} strip={true} onRetry={() => asking.refresh('cost')} />}
      <dl className={`${figures.figures} ${classes.totals}`} data-testid="cost-totals">
        <Figure
          {...at}
          label={t('totals.billed')}
          help={t('cost.billedHelp', { price: format.price(answer?.data.pricePerMinute ?? 0) })}
          value={sums?.billedCost}
          detail={sums && t('totals.minutes', { value: sums.billedMinutes })}
          testId="cost-billed"
        />
        <Figure
          {...at}
          label={t('totals.avoided')}
          help={t('totals.avoidedHelp')}
          value={sums?.avoidedCost}
          detail={sums && t('totals.minutes', { value: sums.avoidedMinutes })}
          tone="good"
          testId="cost-avoided"
        />
        <Figure
          {...at}
          label={t('cost.saved')}
          help={t('cost.savedHelp')}
          value={total && format.percent(savedShare(total))}
          tone="good"
        />
        <Figure
          {...at}
          label={t('cost.sessions')}
          help={t('cost.sessionsHelp')}
          value={total && format.number(total.sessions)}
        />
      </dl>
    </Panel>
  );
}

/** Of what would have been paid without disconnecting. */
const savedShare = ({ billedMinutes, avoidedMinutes }: CostData['total']): number =>
  billedMinutes + avoidedMinutes === 0 ? 0 : avoidedMinutes / (billedMinutes + avoidedMinutes);

function useTickingSums(
  answer: Answer<CostData> | null,
  previous: Answer<CostData> | null,
  { range, stageArn }: CostPlace,
  stale: boolean,
) {
  const format = useFormat();
  const { neverLess } = useServices();
  const connections = useLive(({ counts }) => (stageArn === null ? totalOf(counts) : (counts[stageArn] ?? 0)));
  const ticking = useTicking((nowMs) => {
    if (answer === null) return null;
    const grows = isLive(range) && !stale;
    const sums = costAt(answer, previous, grows ? connections : 0, grows ? nowMs : answer.atMs);
    // Another day, range or price is another sum.
    const day = format.day(answer.data.asOf);
    const shown = neverLess(`cost ${range} ${day} ${answer.data.pricePerMinute} ${stageArn}`, sums);
    return [
      format.number(shown.billedMinutes, 1),
      format.money(shown.billedCost),
      format.number(shown.avoidedMinutes, 1),
      format.money(shown.avoidedCost),
    ].join('|');
  });
  if (ticking === null) return undefined;
  const [billedMinutes = '', billedCost = '', avoidedMinutes = '', avoidedCost = ''] = ticking.split('|');
  return { billedMinutes, billedCost, avoidedMinutes, avoidedCost };
}
