import { useTranslation } from 'react-i18next';
import type { LogEntry } from '../../shared/log.ts';
import { useFormat } from '../i18n/format.ts';
import { CopyButton } from './CopyButton.tsx';
import classes from './Log.module.css';
import { summaryOf, toneOf } from './log/log-words.ts';
import { shortId } from './short-id.ts';

interface LogRowProps {
  entry: LogEntry;
  index: number;
  topPx: number;
  measure: (row: HTMLTableRowElement | null) => void;
  expanded: boolean;
  onToggle: () => void;
}

/** One entry in words; choosing it shows all that was recorded. */
export function LogRow({ entry, index, topPx, measure, expanded, onToggle }: LogRowProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const summary = summaryOf(entry, t, i18n);
  const { at, type, source, userId, participantId } = entry;
  return (
    <tr
      ref={measure}
      className={classes.row}
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${topPx}px)` }}
      data-index={index}
      data-expanded={expanded}
      data-testid="log-row"
      data-type={type}
    >
      <td className={classes.time} title={format.full(at)}>
        {isToday(at) ? '' : `${format.day(at)} `}
        {format.timeWithMs(at)}
      </td>
      <td className={classes.event} data-tone={toneOf(type)}>
        <button type="button" className={classes.choose} aria-expanded={expanded} onClick={onToggle}>
          {t(`logType.${type}`)}
        </button>
      </td>
      <td className={classes.reason} title={summary ?? undefined}>
        {summary}
      </td>
      <td className={classes.user} title={userId ?? undefined}>
        {userId}
      </td>
      <td className={classes.participant} title={participantId ?? undefined}>
        {participantId === null ? '' : shortId(participantId)}
      </td>
      <td className={classes.source}>{t(`logSource.${source}`)}</td>
      {expanded && <Details entry={entry} />}
    </tr>
  );
}

const isToday = (at: string) => new Date(at).toDateString() === new Date().toDateString();

/** The entry's fields as they are named in the API, for whoever compares with it. */
function Details({ entry }: { entry: LogEntry }) {
  const { t } = useTranslation();
  const { id, participantId, stageArn, reason, type, details } = entry;
  const fields = Object.entries({ id, type, reason, participantId, stageArn, ...details }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return (
    <td className={classes.details} data-testid="log-details">
      <span className={classes.fields}>
        {fields.map(([name, value]) => (
          <span key={name} className={classes.field}>
            <span className={classes.fieldName}>{name}</span>
            <span className={classes.fieldValue}>{typeof value === 'string' ? value : JSON.stringify(value)}</span>
          </span>
        ))}
      </span>
      <CopyButton value={JSON.stringify(entry, null, 2)} label={t('log.copyEntry')} />
    </td>
  );
}
