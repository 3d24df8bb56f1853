import { Button } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.ts';
import { durationWords } from '../duration-words.ts';
import type { TimelineItem } from '../timeline-of.ts';
import { headlineOf, sourceOf, toneOfItem } from '../timeline-words.ts';
import classes from './Timeline.module.css';

interface TimelineProps {
  /** Oldest first; shown the newest first, as everywhere in the log. */
  items: readonly TimelineItem[];
  hasOlder: boolean;
  loadingOlder: boolean;
  onOlder: () => void;
}

/** Everything that is known, in one order, each from whom we have it. */
export function Timeline({ items, hasOlder, loadingOlder, onOlder }: TimelineProps) {
  const { t } = useTranslation();
  return (
    <section className={classes.timeline} aria-label={t('timeline.title')}>
      <h3 className={classes.title}>{t('timeline.title')}</h3>
      {items.length === 0 && <p className={classes.nothing}>{t('timeline.nothing')}</p>}
      <ol className={classes.list} data-testid="timeline">
        {items.toReversed().map((item) => (
          <Item key={item.key} item={item} />
        ))}
      </ol>
      {hasOlder && (
        <Button variant="default" fullWidth loading={loadingOlder} onClick={onOlder} data-testid="timeline-older">
          {t('timeline.older')}
        </Button>
      )}
    </section>
  );
}

const Item = memo(
  function Item({ item }: { item: TimelineItem }) {
    const { t, i18n } = useTranslation();
    const format = useFormat();
    if (item.kind === 'gap' || item.kind === 'clock-set-back') {
      return (
        <li className={classes.between} data-kind={item.kind}>
          {headlineOf(item, t, i18n).title}
        </li>
      );
    }
    const { title, detail } = headlineOf(item, t, i18n);
    const source = sourceOf(item);
    const late = item.kind === 'entry' ? item.lateMs : null;
    return (
      <li className={classes.item} data-tone={toneOfItem(item)} data-kind={item.kind} data-testid="timeline-item">
        <time className={classes.time} dateTime={new Date(item.atMs).toISOString()} title={format.full(item.atMs)}>
          {isToday(item.atMs) ? '' : <span className={classes.day}>{format.day(item.atMs)}</span>}
          {format.time(item.atMs)}
        </time>
        <span className={classes.mark} aria-hidden />
        <span className={classes.text}>
          <span className={classes.headline}>{title}</span>
          {detail !== null && (
            <bdi className={classes.detail} title={detail}>
              {detail}
            </bdi>
          )}
          {item.kind === 'entry' && item.explanation !== null && (
            <span className={classes.explanation}>{item.explanation}</span>
          )}
        </span>
        <span className={classes.marks}>
          {late !== null && (
            <span className={classes.late} title={t('timeline.lateHelp', { duration: durationWords(late, t) })}>
              <IconClockExclamation size={12} aria-hidden />
              {t('timeline.late')}
            </span>
          )}
          <span className={classes.source} data-source={source}>
            {t(`logSource.${source}`)}
          </span>
        </span>
      </li>
    );
  },
  (before, after) => sameItem(before.item, after.item),
);

/** Items are made anew with each entry; most say what they said before. */
function sameItem(a: TimelineItem, b: TimelineItem): boolean {
  if (a.kind !== b.kind || a.atMs !== b.atMs) return false;
  if (a.kind === 'entry' && b.kind === 'entry') {
    return a.entry === b.entry && a.lateMs === b.lateMs && a.explanation === b.explanation;
  }
  return a.kind === 'gap' && b.kind === 'gap' ? a.forMs === b.forMs : a.key === b.key;
}

const isToday = (atMs: number) => new Date(atMs).toDateString() === new Date().toDateString();
