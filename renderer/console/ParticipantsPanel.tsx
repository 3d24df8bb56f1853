import { IconUserOff } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../app/services.ts';
import { useFormat } from '../i18n/format.ts';
import panel from './Panel.module.css';
import { Empty, Failed, Panel, Waiting } from './Panel.tsx';
import { ParticipantRow } from './ParticipantRow.tsx';
import classes from './Participants.module.css';

const ROW_PX = { dense: 48, wide: 36 };

/** Who is present now. `dense`: two lines a row, beside the stage. */
export function ParticipantsPanel({ dense = false }: { dense?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const viewers = useLive((live) => live.viewers);
  const rows = useMemo(() => [...viewers.presence.values()], [viewers.presence]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (dense ? ROW_PX.dense : ROW_PX.wide),
    getItemKey: (index) => rows[index]?.userId ?? index,
    overscan: 8,
  });
  const nobody = rows.length === 0;
  return (
    <Panel
      title={t('participants.title')}
      aside={viewers.status === 'ready' && <span className={panel.count}>{format.number(rows.length)}</span>}
    >
      {viewers.status === 'error' && <Failed message={viewers.message} strip={!nobody} />}
      {viewers.status === 'loading' && nobody && <Waiting />}
      {viewers.status === 'ready' && nobody && (
        <Empty
          icon={<IconUserOff size={24} stroke={1.4} aria-hidden />}
          title={t('participants.empty')}
          hint={t('participants.emptyHint')}
        />
      )}
      <div ref={scroller} className={classes.scroller} hidden={nobody}>
        <table
          className={classes.table}
          aria-label={t('participants.title')}
          aria-rowcount={rows.length + 1}
          data-dense={dense}
        >
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">{t('participants.state')}</th>
              <th scope="col">{t('participants.user')}</th>
              <th scope="col">{t('participants.watchTime')}</th>
              <th scope="col">{t('participants.lastHeartbeat')}</th>
              <th scope="col">{t('participants.since')}</th>
              <th scope="col">{t('participants.participant')}</th>
            </tr>
          </thead>
          <tbody style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ key, index, start, size }) => {
              const viewer = rows[index];
              return viewer ? (
                <ParticipantRow key={key} viewer={viewer} rowIndex={index + 2} topPx={start} heightPx={size} />
              ) : null;
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
