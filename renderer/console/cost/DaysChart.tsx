import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CostRow } from '../../../shared/api.ts';
import { type Format, useFormat } from '../../i18n/format.ts';
import type { CostPlace } from './cost-place.ts';
import { dateOfKey, dayRangeOf, daysOf } from './cost-range.ts';
import classes from './DaysChart.module.css';
import { useCost } from './use-cost.ts';

/** The longest range is a month and a day. */
const MOST_DAYS = 62;
/** So many days have room for a label each. */
const LABELS = 8;

/** What each day cost and saved, as bars; the table by day says the same in numbers. */
export function DaysChart({ place: { range, stageArn } }: { place: CostPlace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { answer } = useCost({ range, stageArn, by: 'day', sort: 'key', direction: 'asc', limit: MOST_DAYS });
  const days = daysOf(dayRangeOf(range, Date.now()));
  const rows = new Map(answer?.data.rows.map((row) => [row.key, row]));
  const most = Math.max(0, ...[...rows.values()].map(({ billedCost, avoidedCost }) => billedCost + avoidedCost));
  const each = Math.ceil(days.length / LABELS);
  if (answer === null) {
    return (
      <div className={classes.frame} data-testid="days-waiting">
        <div className={classes.waiting} />
      </div>
    );
  }
  const words = t('cost.daysSummary', {
    days: days.map((day) => dayInWords(day, rows.get(day), format, t)).join(t('cost.semicolon')),
  });
  return (
    <div className={classes.frame}>
      <div className={classes.scale} aria-hidden="true">
        <span>{format.money(most)}</span>
        <span>{format.money(0)}</span>
      </div>
      <div className={classes.days} role="img" aria-label={words} data-testid="days-chart">
        {days.map((day, index) => (
          <div key={day} className={classes.day} title={dayInWords(day, rows.get(day), format, t)}>
            <div className={classes.bars}>
              <Bar kind="avoided" share={shareOf(rows.get(day)?.avoidedCost, most)} />
              <Bar kind="billed" share={shareOf(rows.get(day)?.billedCost, most)} />
            </div>
            <span className={classes.label}>{index % each === 0 ? format.day(dateOfKey(day).getTime()) : ''}</span>
          </div>
        ))}
      </div>
      <ul className={classes.legend}>
        <li>
          <span className={classes.swatch} data-kind="billed" />
          {t('totals.billed')}
        </li>
        <li>
          <span className={classes.swatch} data-kind="avoided" />
          {t('totals.avoided')}
        </li>
      </ul>
    </div>
  );
}

const shareOf = (cost: number | undefined, most: number): number => (most === 0 ? 0 : (cost ?? 0) / most);

function Bar({ kind, share }: { kind: 'billed' | 'avoided'; share: number }) {
  return share === 0 ? null : <div className={classes.bar} data-kind={kind} style={{ height: `${share * 100}%` }} />;
}

function dayInWords(day: string, row: CostRow | undefined, format: Format, t: TFunction): string {
  return t('cost.dayInWords', {
    day: format.weekday(dateOfKey(day).getTime()),
    billed: format.money(row?.billedCost ?? 0),
    avoided: format.money(row?.avoidedCost ?? 0),
  });
}
