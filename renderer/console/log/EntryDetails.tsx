import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconClockExclamation, IconX } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogEntry } from '../../../shared/log.ts';
import { hrefOf } from '../../app/route.ts';
import { useServices } from '../../app/services.ts';
import { useEscape } from '../../app/use-escape.ts';
import {
  everything,
  type FilterField,
  filterFields,
  type LogFilter,
  withRange,
  withValue,
} from '../../state/log-filter.ts';
import { CopyButton } from '../CopyButton.tsx';
import { durationWords } from '../participants/duration-words.ts';
import classes from './EntryDetails.module.css';
import { EvidenceBlock } from './EvidenceBlock.tsx';
import { timesOf } from './entry-times.ts';
import { type LogRowProps, Offer } from './LogRow.tsx';
import { isLate, latenessMs } from './lateness.ts';
import type { LogTime } from './log-time.ts';
import { summaryOf } from './log-words.ts';
import { useEvidence } from './use-evidence.ts';

/** "Around it": this long before and after. */
const AROUND_MS = 60_000;

export interface EntryDetailsProps {
  entry: LogEntry;
  time: LogTime;
  dense?: boolean;
  onClose: () => void;
  onFilter?: LogRowProps['onFilter'];
  /** Shows something else in place of what is shown. */
  onShow?: (filter: LogFilter) => void;
}

/** All that was recorded, its evidence first, and the ways on from it. */
export function EntryDetails({ entry, time, dense = false, onClose, onFilter, onShow }: EntryDetailsProps) {
  const { t, i18n } = useTranslation();
  const evidence = useEvidence(entry);
  const { inBundle } = useServices();
  const { at, type, userId, stageArn } = entry;
  const name = t(`logType.${type}`);
  const summary = summaryOf(entry, t, i18n);
  useEscape(onClose);
  return (
    <section
      className={classes.details}
      aria-label={t('log.details', { event: name })}
      data-dense={dense}
      data-testid="log-details"
    >
      <div className={classes.head}>
        <h3 className={classes.title}>{name}</h3>
        <CopyButton value={JSON.stringify(entry, null, 2)} label={t('log.copyEntry')} />
        {!dense && !inBundle && <CopyButton value={window.location.href} label={t('log.copyLink')} link />}
        <Tooltip label={t('log.close')}>
          <ActionIcon variant="subtle" color="gray" size={22} aria-label={t('log.close')} onClick={onClose}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes.body}>
        {summary !== null && <span>{summary}</span>}
        {isLate(entry) && (
          <p className={classes.late}>
            <IconClockExclamation size={16} aria-hidden />
            {t('log.lateBy', { duration: durationWords(latenessMs(entry), t) })}
          </p>
        )}
        {evidence && <EvidenceBlock evidence={evidence} time={time} />}
        <div className={classes.actions}>
          {userId !== null && onShow && (
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => onShow(withValue(everything, 'only', 'userId', userId))}
            >
              {t('log.onlyUser')}
            </Button>
          )}
          {userId !== null && stageArn !== null && !inBundle && (
            <Button
              component="a"
              variant="default"
              size="compact-xs"
              href={hrefOf('participants', new URLSearchParams({ user: userId, stage: stageArn }))}
            >
              {t('log.timeline')}
            </Button>
          )}
          {onShow && (
            <Button variant="default" size="compact-xs" onClick={() => onShow(around(at))}>
              {t('log.around')}
            </Button>
          )}
        </div>
        <dl className={classes.fields}>
          {timesOf(entry).map(({ label, at }) => (
            <Fragment key={label}>
              <dt>{t(label)}</dt>
              <dd>
                <span className={classes.value}>{time.full(at)}</span>
              </dd>
            </Fragment>
          ))}
          {fieldsOf(entry).map(([field, value]) => (
            <Field key={field} field={field} value={value} {...(onFilter ? { onFilter } : {})} />
          ))}
        </dl>
      </div>
    </section>
  );
}

function around(at: string): LogFilter {
  const moment = (offsetMs: number) => new Date(Date.parse(at) + offsetMs).toISOString();
  return withRange(everything, moment(-AROUND_MS), moment(AROUND_MS));
}

/** As they are named in the API, for whoever compares with it. */
function fieldsOf({ details, ...own }: LogEntry): [string, unknown][] {
  const told = Object.entries(details).map(([name, value]): [string, unknown] => [`details.${name}`, value]);
  return [...Object.entries(own), ...told].filter(([, value]) => value !== null && value !== undefined);
}

function Field(props: { field: string; value: unknown; onFilter?: EntryDetailsProps['onFilter'] }) {
  const { field, value, onFilter } = props;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const named = filterFields.find((each) => each === field) as FilterField | undefined;
  return (
    <>
      <dt>{field}</dt>
      <dd>
        <bdi className={classes.value}>{text}</bdi>
        {named && onFilter && <Offer words={text} onFilter={(side) => onFilter(side, named, text)} />}
      </dd>
    </>
  );
}
