import { IconHeartbeat, IconUserOff } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useLive, useServices, useViewing } from '../../app/services.ts';
import { useFormat } from '../../i18n/format.ts';
import { plainQuery } from '../../state/participants-query.ts';
import type { Listed } from '../../state/participants-rows.ts';
import { CopyButton } from '../CopyButton.tsx';
import panel from '../Panel.module.css';
import { Empty, Failed, Panel, Waiting } from '../Panel.tsx';
import { shortId } from '../short-id.ts';
import table from '../table.module.css';
import classes from './Compact.module.css';
import { StateCell, UserCell, WatchCell } from './cells.tsx';
import { TableWordsProvider, useMakeTableWords } from './table-words.ts';
import { useHold } from './use-hold.ts';
import { useParticipantsView } from './use-view.ts';

const ROW_PX = 48;

/** Who is on this stage, two lines each, beside the picture. Choosing one narrows the log below to them. */
export function CompactPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const { hello, participants } = useServices();
  const stageArn = useViewing(({ view }) => view.stageArn) ?? hello.stageArn;
  const query = useMemo(() => ({ ...plainQuery, stages: stageArn === null ? [] : [stageArn] }), [stageArn]);
  const view = useParticipantsView(query);
  const { rows } = useStore(view.store);
  const list = useStore(participants.store, (state) => state.list);
  const words = useMakeTableWords();
  const { keep, release } = useHold(view.hold);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const nobody = rows.length === 0;
  const present = rows.filter(({ listed }) => !listed.gone).length;
  return (
    <TableWordsProvider value={words}>
      <Panel
        title={t('participants.title')}
        aside={list.status === 'ready' && <span className={panel.count}>{format.number(present)}</span>}
      >
        {list.status === 'error' && <Failed message={list.message} strip={!nobody} onRetry={participants.refresh} />}
        {list.status === 'loading' && nobody && <Waiting />}
        {list.status === 'ready' && nobody && (
          <Empty
            icon={<IconUserOff size={24} stroke={1.4} aria-hidden />}
            title={t('participants.empty')}
            hint={t('participants.emptyHint')}
          />
        )}
        <div ref={scroller} className={table.scroller} hidden={nobody} onPointerMove={keep} onPointerLeave={release}>
          <table
            className={table.table}
            aria-label={t('participants.title')}
            aria-rowcount={rows.length + 1}
            data-dense
          >
            <thead>
              <tr aria-rowindex={1}>
                <th scope="col">{t('participants.columns.state')}</th>
                <th scope="col">{t('participants.columns.user')}</th>
                <th scope="col">{t('participants.columns.watch')}</th>
                <th scope="col">{t('participants.columns.heartbeat')}</th>
                <th scope="col">{t('participants.columns.participant')}</th>
              </tr>
            </thead>
            <tbody style={{ height: virtualizer.getTotalSize() }}>
              {virtualizer.getVirtualItems().map(({ index, start }) => {
                const placed = rows[index];
                return placed ? (
                  <CompactRow key={placed.listed.key} listed={placed.listed} index={index} topPx={start} />
                ) : null;
              })}
            </tbody>
          </table>
        </div>
      </Panel>
    </TableWordsProvider>
  );
}

const CompactRow = memo(function CompactRow(props: { listed: Listed; index: number; topPx: number }) {
  const { listed, index, topPx } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { live } = useServices();
  const { userId, participantId, lastHeartbeatAtMs, gone } = listed;
  const selected = useLive(({ selectedUserId }) => userId !== null && selectedUserId === userId);
  return (
    <tr
      className={`${table.row} ${classes.row}`}
      aria-rowindex={index + 2}
      data-selected={selected}
      data-gone={gone}
      data-testid="participant-row"
      data-user-id={userId ?? undefined}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      <td className={classes.state}>
        <StateCell listed={listed} short />
      </td>
      <td className={classes.user}>
        {userId === null ? (
          <UserCell listed={listed} />
        ) : (
          <button
            type="button"
            className={table.choose}
            aria-pressed={selected}
            title={userId}
            onClick={() => live.selectUser(selected ? null : userId)}
          >
            <bdi>{userId}</bdi>
          </button>
        )}
      </td>
      <td className={classes.watched}>
        <WatchCell listed={listed} />
      </td>
      <td className={`${table.dim} ${classes.heartbeat}`}>
        {lastHeartbeatAtMs !== null && (
          <span title={format.full(lastHeartbeatAtMs)}>
            <IconHeartbeat size={14} className={classes.hint} role="img" aria-label={t('participants.heartbeatAt')} />{' '}
            {format.time(lastHeartbeatAtMs)}
          </span>
        )}
      </td>
      <td className={classes.participant}>
        <code className={`${table.dim} ${table.mono}`} title={participantId}>
          {shortId(participantId)}
        </code>
        <CopyButton value={participantId} label={t('participants.copyId')} />
      </td>
    </tr>
  );
});
