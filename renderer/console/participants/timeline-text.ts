import type { i18n, TFunction } from 'i18next';
import { durationWords } from './duration-words.ts';
import type { TimelineItem } from './timeline-of.ts';
import { headlineOf } from './timeline-words.ts';

interface Told {
  userId: string | null;
  participantId: string | null;
  stageArn: string;
  /** Oldest first. */
  items: readonly TimelineItem[];
}

/** The story for a message or a ticket: plain text, one line an entry, the oldest first, times in UTC. */
export function timelineText({ userId, participantId, stageArn, items }: Told, t: TFunction, i18n: i18n): string {
  const head = [userId ?? t('participants.nameless'), participantId, stageArn].filter(Boolean).map(oneLine);
  const lines = items.map((item) => {
    const { title, detail } = headlineOf(item, t, i18n);
    if (item.kind === 'gap' || item.kind === 'clock-set-back') return `    ${title}`;
    const late =
      item.kind === 'entry' && item.lateMs !== null
        ? t('timeline.lateBy', { duration: durationWords(item.lateMs, t) })
        : null;
    const explanation = item.kind === 'entry' ? item.explanation : null;
    const said = [title, detail, explanation, late].filter((part) => part !== null && part !== '');
    return `${new Date(item.atMs).toISOString()}  [${t(`logSource.${item.source}`)}]  ${said.map((part) => oneLine(String(part))).join(t('timeline.dot'))}`;
  });
  return `${[...head, '', ...lines].join('\n')}\n`;
}

/** A name with a line break must not look like an entry of its own. */
const oneLine = (text: string | null) => String(text).replaceAll(/[\r\n\u2028\u2029]+/g, ' ');
