import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import classes from './Chart.module.css';
import type { ChartData } from './chart-data.ts';

const series = ['connections', 'billed', 'avoided'] as const;

/** What each line is, and its value where the pointer is, or else at the right edge. */
export function ChartLegend({ data, index }: { data: ChartData | null; index: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const last = data === null ? -1 : data.timesMs.length - 1;
  const at = index !== null && index <= last ? index : last;
  const shown = (name: (typeof series)[number]) => {
    if (data === null || at < 0) return '–';
    return name === 'connections' ? format.number(data.connections[at]!) : format.money(data[name][at]!);
  };
  return (
    <ul className={classes.legend}>
      {series.map((name) => (
        <li key={name} className={classes.key} data-series={name}>
          <svg width="20" height="10" aria-hidden="true">
            <line x1="0" y1="5" x2="20" y2="5" />
          </svg>
          {t(`chart.series.${name}`)}
          <strong>{shown(name)}</strong>
        </li>
      ))}
      <li className={classes.moment}>
        {index !== null && at >= 0 && data ? format.dayAndClock(data.timesMs[at]!) : ''}
      </li>
    </ul>
  );
}
