import { IconClockExclamation, IconMinus, IconPlus } from '@tabler/icons-react';
import type { i18n, TFunction } from 'i18next';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogEntry } from '../../../shared/log.ts';
import { stageIdOf } from '../../app/StageIdentity.tsx';
import type { FilterField, Side } from '../../state/log-filter.ts';
import { shortId } from '../short-id.ts';
import table from '../table.module.css';
import classes from './LogList.module.css';
import { isLate } from './lateness.ts';
import type { LogTime } from './log-time.ts';
import { summaryOf, toneOf } from './log-words.ts';

export interface LogRowProps {
  entry: LogEntry;
  index: number;
  topPx: number;
  heightPx: number;
  time: LogTime;
  /** Of the clock that relative times go by; 0 where they do not matter. */
  nowMs: number;
  selected: boolean;
  /** The one row that Tab reaches. */
  reachable: boolean;
  /** Under the pointer or the keyboard: its values offer to be included or excluded. */
  hot: boolean;
  onFilter: ((side: Side, field: FilterField, value: string) => void) | null;
  /** Asked for once in the list: hundreds of rows come and go in a second. */
  words: { t: TFunction; i18n: i18n };
}

/** One entry in words. All of the row opens it (LogList hears the click). */
export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { index, topPx, heightPx, ...cells } = props;
  const { entry, selected } = cells;
  return (
    <tr
      className={`${table.row} ${classes.row}`}
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${topPx}px)`, height: heightPx }}
      data-index={index}
      data-id={entry.id}
      data-selected={selected}
      data-testid="log-row"
      data-type={entry.type}
    >
      <Cells {...cells} />
    </tr>
  );
});

/** Drawn again only for what it says, not for where it stands. */
const Cells = memo(function Cells(props: Omit<LogRowProps, 'index' | 'topPx' | 'heightPx'>) {
  const { entry, time, nowMs, selected, reachable, hot, onFilter, words } = props;
  const { t, i18n } = words;
  const summary = summaryOf(entry, t, i18n);
  const { at, type, source, userId, participantId, stageArn, reason } = entry;
  const offer = (field: FilterField, value: string | null, said: string) =>
    hot &&
    onFilter !== null &&
    value !== null && <Offer words={said} onFilter={(side) => onFilter(side, field, value)} />;
  return (
    <>
      <td className={`${table.dim} ${classes.time}`} title={time.full(at)}>
        {time.short(at, nowMs)}
        {isLate(entry) && (
          <IconClockExclamation size={13} className={classes.late} role="img" aria-label={t('log.late')} />
        )}
      </td>
      <td className={classes.event} data-tone={toneOf(type)}>
        <button type="button" className={table.choose} aria-expanded={selected} tabIndex={reachable ? 0 : -1}>
          {t(`logType.${type}`)}
        </button>
        {offer('type', type, t(`logType.${type}`))}
      </td>
      <td className={classes.cell}>
        <span className={table.dim} title={summary ?? undefined}>
          {summary}
        </span>
        {offer('reason', reason, reason ?? '')}
      </td>
      <td className={classes.cell} data-column="user">
        <span className={table.dim} title={userId ?? undefined}>
          <bdi>{userId}</bdi>
        </span>
        {offer('userId', userId, userId ?? '')}
      </td>
      <td className={classes.cell} data-column="participant">
        <span className={`${table.dim} ${table.mono}`} title={participantId ?? undefined}>
          {participantId === null ? '' : shortId(participantId)}
        </span>
        {offer('participantId', participantId, participantId ?? '')}
      </td>
      <td className={classes.cell} data-column="stage">
        <span className={`${table.dim} ${table.mono}`} title={stageArn ?? undefined}>
          {stageArn === null ? '' : stageIdOf(stageArn)}
        </span>
        {offer('stageArn', stageArn, stageArn === null ? '' : stageIdOf(stageArn))}
      </td>
      <td className={classes.cell} data-column="source">
        <span className={table.dim}>{t(`logSource.${source}`)}</span>
        {offer('source', source, t(`logSource.${source}`))}
      </td>
    </>
  );
});

/** Only these, or all but these. */
export function Offer({ words, onFilter }: { words: string; onFilter: (side: Side) => void }) {
  const { t } = useTranslation();
  return (
    <span className={classes.offer}>
      <button
        type="button"
        className={classes.offerButton}
        aria-label={t('log.include', { value: words })}
        title={t('log.include', { value: words })}
        onClick={() => onFilter('only')}
        data-testid="include"
      >
        <IconPlus size={12} stroke={2} aria-hidden />
      </button>
      <button
        type="button"
        className={classes.offerButton}
        aria-label={t('log.exclude', { value: words })}
        title={t('log.exclude', { value: words })}
        onClick={() => onFilter('not')}
        data-testid="exclude"
      >
        <IconMinus size={12} stroke={2} aria-hidden />
      </button>
    </span>
  );
}
