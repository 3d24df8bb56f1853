import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import classes from './Chart.module.css';
import { type ChartData, tableRowsOf } from './chart-data.ts';

const ROWS = 60;

/** The same as the picture, in numbers; the latest first. */
export function ChartTable({ data }: { data: ChartData }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table in a frame is no set of fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className={classes.tableFrame} tabIndex={0} role="group" aria-label={t('chart.title')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            <th scope="col">{t('chart.series.connections')}</th>
            <th scope="col">{t('chart.series.billed')}</th>
            <th scope="col">{t('chart.series.avoided')}</th>
          </tr>
        </thead>
        <tbody>
          {tableRowsOf(data, ROWS)
            .reverse()
            .map((row) => (
              <tr key={row.atMs}>
                <th scope="row">{format.dayAndClock(row.atMs)}</th>
                <td>{format.number(row.connections)}</td>
                <td>{format.money(row.billed)}</td>
                <td>{format.money(row.avoided)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
