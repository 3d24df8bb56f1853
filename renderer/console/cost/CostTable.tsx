import { Button, Tabs } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCoinOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CostData, type CostGroup, type CostOrder, costGroups } from '../../../shared/api.ts';
import { useServices } from '../../app/services.ts';
import { useFormat } from '../../i18n/format.ts';
import { AsOf } from '../overview/AsOf.tsx';
import { useStale } from '../overview/use-overview.ts';
import { Empty, Failed } from '../Panel.tsx';
import classes from './Cost.module.css';
import { CostKey } from './CostKey.tsx';
import { type CostPlace, groupedBy, orderedBy } from './cost-place.ts';
import { everyMsOf, useCost } from './use-cost.ts';

const PAGE = 50;

/** The sums by stage, viewer, day or reason; the service orders and pages them. */
export function CostTable({ place, onMove }: { place: CostPlace; onMove: (place: CostPlace) => void }) {
  const { t } = useTranslation();
  const { asking } = useServices();
  const format = useFormat();
  const { range, stageArn, by, sort, direction } = place;
  // The pages behind us by their cursors; of another order or range they mean nothing.
  const order = JSON.stringify(place);
  const [pages, setPages] = useState<{ order: string; cursors: readonly string[] }>({ order, cursors: [] });
  const cursors = pages.order === order ? pages.cursors : [];
  const reading = useCost({ range, stageArn, by, sort, direction, limit: PAGE, cursor: cursors.at(-1) });
  const stale = useStale(reading, everyMsOf(range));
  const { answer, failure } = reading;
  const data = answer?.data;
  const turnTo = (next: readonly string[]) => setPages({ order, cursors: next });
  const first = cursors.length * PAGE + 1;
  const isEmpty = data !== undefined && data.rows.length === 0 && cursors.length === 0;
  return (
    <section className={classes.table} aria-label={t('cost.table')}>
      <Tabs
        value={by}
        onChange={(value) => onMove(groupedBy(place, value as CostGroup))}
        classNames={{ list: classes.tabs, tab: classes.tab }}
      >
        <Tabs.List aria-label={t('cost.by')}>
          {costGroups.map((group) => (
            <Tabs.Tab key={group} value={group} data-testid={`cost-by-${group}`}>
              {t(`cost.groups.${group}`)}
            </Tabs.Tab>
          ))}
          <span className={classes.tableAsOf}>
            <AsOf at={data?.asOf ?? null} stale={stale} />
          </span>
        </Tabs.List>
        {costGroups.map((group) => (
          <Tabs.Panel key={group} value={group}>
            {group === by && (
              <>
                {failure && <Failed message={failure.message} strip={true} onRetry={() => asking.refresh('cost')} />}
                {isEmpty ? (
                  <Empty
                    icon={<IconCoinOff size={24} stroke={1.4} aria-hidden />}
                    title={t('cost.empty')}
                    hint={t('cost.emptyHint')}
                  />
                ) : (
                  <table className={classes.rows} data-stale={stale}>
                    <thead>
                      <tr>
                        <HeaderCell place={place} order="key" onMove={onMove} />
                        <HeaderCell place={place} order="sessions" onMove={onMove} />
                        <HeaderCell place={place} order="billed" onMove={onMove} />
                        <HeaderCell place={place} order="avoided" onMove={onMove} />
                      </tr>
                    </thead>
                    <tbody>
                      {data?.rows.map((row) => (
                        <tr key={row.key} data-testid="cost-row">
                          <th scope="row">
                            <CostKey by={by} value={row.key} />
                          </th>
                          <Sums row={row} />
                        </tr>
                      ))}
                      {data === undefined && [0, 1, 2].map((index) => <SkeletonRow key={index} />)}
                    </tbody>
                    <tfoot>
                      <tr>
                        <th scope="row">{t('cost.total')}</th>
                        {data === undefined ? <td colSpan={3}>–</td> : <Sums row={data.total} />}
                      </tr>
                    </tfoot>
                  </table>
                )}
              </>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
      {(cursors.length > 0 || data?.nextCursor) && (
        <div className={classes.pages}>
          <span>
            {t('cost.rows', { first: format.number(first), last: format.number(first - 1 + (data?.rows.length ?? 0)) })}
          </span>
          <Button variant="default" disabled={cursors.length === 0} onClick={() => turnTo(cursors.slice(0, -1))}>
            {t('cost.previous')}
          </Button>
          <Button
            variant="default"
            disabled={!data?.nextCursor}
            onClick={() => data?.nextCursor && turnTo([...cursors, data.nextCursor])}
            data-testid="cost-next"
          >
            {t('cost.next')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Sums({ row }: { row: CostData['total'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const minutes = (value: number) => t('totals.minutes', { value: format.number(value, 1) });
  return (
    <>
      <td>{format.number(row.sessions)}</td>
      <td>
        {format.money(row.billedCost)} <span className={classes.minor}>{minutes(row.billedMinutes)}</span>
      </td>
      <td className={classes.good}>
        {format.money(row.avoidedCost)} <span className={classes.minor}>{minutes(row.avoidedMinutes)}</span>
      </td>
    </>
  );
}

interface HeaderCellProps {
  place: CostPlace;
  order: CostOrder;
  onMove: (place: CostPlace) => void;
}

function HeaderCell({ place, order, onMove }: HeaderCellProps) {
  const { t } = useTranslation();
  const active = place.sort === order;
  const Icon = place.direction === 'asc' ? IconArrowUp : IconArrowDown;
  const sorted = place.direction === 'asc' ? 'ascending' : 'descending';
  return (
    <th scope="col" aria-sort={active ? sorted : 'none'}>
      <button type="button" className={classes.sort} onClick={() => onMove(orderedBy(place, order))}>
        {order === 'key' ? t(`cost.groups.${place.by}`) : t(`cost.orders.${order}`)}
        {active && <Icon size={14} aria-hidden />}
      </button>
    </th>
  );
}

const SkeletonRow = () => (
  <tr>
    <td colSpan={4}>
      <span className={classes.skeleton} />
    </td>
  </tr>
);
