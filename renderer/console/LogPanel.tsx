import { ActionIcon, Button } from '@mantine/core';
import { IconArrowUp, IconListDetails, IconX } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive, useServices } from '../app/services.ts';
import { useFormat } from '../i18n/format.ts';
import { followed } from './follow.ts';
import classes from './Log.module.css';
import { LogRow } from './LogRow.tsx';
import { Empty, Failed, Panel, Waiting } from './Panel.tsx';

const ROW_PX = { dense: 44, wide: 32 };
/** Scrolled down further than this: somebody reads, and nothing moves under their eyes. */
const FOLLOW_WITHIN_PX = 4;
/** Older entries are fetched when fewer rows than this are left below. */
const OLDER_AHEAD_ROWS = 30;

/** The connection log, newest first: a live tail that holds still while somebody reads further down. */
export function LogPanel({ dense = false }: { dense?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { live } = useServices();
  const log = useLive((state) => state.log);
  const selectedUserId = useLive((state) => state.selectedUserId);
  /** The newest entry when reading began; null: following. */
  const [heldAtId, setHeldAtId] = useState<number | null>(null);
  const [expanded, setExpanded] = useState<ReadonlySet<number>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another user's log is another list
  useEffect(() => {
    setHeldAtId(null);
    scroller.current?.scrollTo({ top: 0 });
  }, [selectedUserId]);

  const { shown, newer } = useMemo(() => followed(log.feed.entries, heldAtId), [log.feed.entries, heldAtId]);
  const rowPx = dense ? ROW_PX.dense : ROW_PX.wide;
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLTableRowElement>({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    // Only what is expanded differs: to ask the others for their height would lay the page out at each entry.
    measureElement: (row) => (row.dataset.expanded === 'true' ? row.offsetHeight : rowPx),
    getItemKey: (index) => shown[index]?.id ?? index,
    overscan: 10,
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (log.feed.olderCursor !== null && lastShown >= shown.length - OLDER_AHEAD_ROWS) live.loadOlderLog();
  }, [live, lastShown, shown.length, log.feed.olderCursor]);

  const onScroll = () => {
    const reading = (scroller.current?.scrollTop ?? 0) > FOLLOW_WITHIN_PX;
    if (!reading) setHeldAtId(null);
    else if (heldAtId === null) setHeldAtId(log.feed.entries[0]?.id ?? null);
  };
  const jump = () => {
    setHeldAtId(null);
    scroller.current?.scrollTo({ top: 0 });
  };
  const toggle = (id: number) =>
    setExpanded((open) => {
      const next = new Set(open);
      if (!next.delete(id)) next.add(id);
      return next;
    });

  const nothing = log.feed.entries.length === 0;
  return (
    <Panel
      title={t('log.title')}
      aside={
        selectedUserId !== null && (
          <span className={classes.chip} data-testid="log-filter">
            <span className={classes.chipText} title={selectedUserId}>
              {selectedUserId}
            </span>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={18}
              aria-label={t('log.clearFilter')}
              onClick={() => live.selectUser(null)}
            >
              <IconX size={12} aria-hidden />
            </ActionIcon>
          </span>
        )
      }
    >
      {log.status === 'error' && <Failed message={log.message} strip={!nothing} />}
      {log.status === 'loading' && nothing && <Waiting />}
      {log.status === 'ready' && nothing && (
        <Empty
          icon={<IconListDetails size={24} stroke={1.4} aria-hidden />}
          title={t('log.empty')}
          hint={t(selectedUserId === null ? 'log.emptyHint' : 'log.emptyUserHint')}
        />
      )}
      <div className={classes.frame} hidden={nothing} data-dense={dense}>
        {newer > 0 && (
          <Button
            className={classes.jump}
            size="compact-sm"
            leftSection={<IconArrowUp size={14} aria-hidden />}
            onClick={jump}
            data-testid="log-jump"
          >
            {t('log.jump', { number: format.number(newer) })}
          </Button>
        )}
        <div ref={scroller} className={classes.scroller} onScroll={onScroll}>
          <table
            className={classes.table}
            aria-label={t('log.title')}
            aria-rowcount={shown.length + 1}
            data-dense={dense}
          >
            <thead>
              <tr aria-rowindex={1}>
                <th scope="col">{t('log.time')}</th>
                <th scope="col">{t('log.event')}</th>
                <th scope="col">{t('log.reason')}</th>
                <th scope="col">{t('log.user')}</th>
                <th scope="col">{t('log.participant')}</th>
                <th scope="col">{t('log.source')}</th>
              </tr>
            </thead>
            <tbody style={{ height: virtualizer.getTotalSize() }}>
              {items.map(({ key, index, start }) => {
                const entry = shown[index];
                return entry ? (
                  <LogRow
                    key={key}
                    entry={entry}
                    index={index}
                    topPx={start}
                    measure={virtualizer.measureElement}
                    expanded={expanded.has(entry.id)}
                    onToggle={() => toggle(entry.id)}
                  />
                ) : null;
              })}
            </tbody>
          </table>
        </div>
      </div>
    </Panel>
  );
}
