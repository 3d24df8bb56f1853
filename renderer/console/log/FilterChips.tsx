import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { stageIdOf } from '../../app/StageIdentity.tsx';
import {
  everything,
  type FilterField,
  invertedValue,
  isEverything,
  type LogFilter,
  namedValues,
  withoutValue,
  withRange,
} from '../../state/log-filter.ts';
import classes from './LogPage.module.css';
import { ShowEverything } from './LogTools.tsx';
import type { LogTime } from './log-time.ts';
import { reasonInWords } from './log-words.ts';

interface FilterChipsProps {
  filter: LogFilter;
  onFilter: (filter: LogFilter) => void;
  time: LogTime;
}

/** What narrows the log, each a chip: pressing it turns it round, its cross takes it away. */
export function FilterChips({ filter, onFilter, time }: FilterChipsProps) {
  const { t, i18n } = useTranslation();
  const words = (field: FilterField, value: string): string => {
    const key = `${field === 'type' ? 'logType' : 'logSource'}.${value}`;
    if (field === 'type' || field === 'source') return i18n.exists(key) ? t(key as 'logSource.api') : value;
    if (field === 'reason') return reasonInWords(value, t, i18n);
    return field === 'stageArn' ? stageIdOf(value) : value;
  };
  return (
    <>
      {namedValues(filter).map(({ side, field, value }) => {
        const said = t(`log.chip.${side}`, { field: t(`log.field.${field}`), value: words(field, value) });
        return (
          <span key={`${side} ${field} ${value}`} className={classes.chip} data-side={side} data-testid="log-filter">
            <button
              type="button"
              className={classes.chipText}
              title={t(side === 'only' ? 'log.chip.exclude' : 'log.chip.include', { chip: said })}
              aria-label={t(side === 'only' ? 'log.chip.exclude' : 'log.chip.include', { chip: said })}
              onClick={() => onFilter(invertedValue(filter, side, field, value))}
            >
              <bdi>{said}</bdi>
            </button>
            <Remove chip={said} onRemove={() => onFilter(withoutValue(filter, side, field, value))} />
          </span>
        );
      })}
      {(filter.since !== null || filter.until !== null) && (
        <span className={classes.chip} data-side="only" data-testid="log-range">
          <span className={classes.chipText}>{rangeWords(filter, time, t('log.chip.open'))}</span>
          <Remove
            chip={rangeWords(filter, time, t('log.chip.open'))}
            onRemove={() => onFilter(withRange(filter, null, null))}
          />
        </span>
      )}
      {!isEverything(filter) && <ShowEverything onClick={() => onFilter(everything)} />}
    </>
  );
}

function rangeWords({ since, until }: LogFilter, time: LogTime, open: string): string {
  const mark = (at: string | null) => (at === null ? open : time.mark(at, true));
  return `${mark(since)} – ${mark(until)}`;
}

function Remove({ chip, onRemove }: { chip: string; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={classes.chipRemove}
      aria-label={t('log.chip.remove', { chip })}
      title={t('log.chip.remove', { chip })}
      onClick={onRemove}
    >
      <IconX size={12} aria-hidden />
    </button>
  );
}
