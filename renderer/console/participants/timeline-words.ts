import type { i18n, TFunction } from 'i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { LogSource } from '../../../shared/log.ts';
import { summaryOf, type Tone, toneOf } from '../log/log-words.ts';
import { durationWords } from './duration-words.ts';
import type { TimelineItem } from './timeline-of.ts';

/** What an item says, and what it says beside that. */
export function headlineOf(item: TimelineItem, t: TFunction, i18n: i18n): { title: string; detail: string | null } {
  switch (item.kind) {
    case 'entry':
      return { title: t(`logType.${item.type}`), detail: detailOf(item, t, i18n) };
    case 'last-heartbeat':
      return { title: t('timeline.lastHeartbeat'), detail: item.silentNow ? t('timeline.silentSince') : null };
    case 'gap':
      return { title: t('timeline.gap', { duration: durationWords(item.forMs, t) }), detail: null };
    case 'clock-set-back':
      return { title: t('timeline.clockSetBack', { duration: durationWords(item.byMs, t) }), detail: null };
    default:
      return assertNever(item);
  }
}

function detailOf({ entry }: Extract<TimelineItem, { kind: 'entry' }>, t: TFunction, i18n: i18n): string | null {
  const { errorCode, remoteParticipantId, awayMs, message } = entry.details;
  const said = [
    summaryOf(entry, t, i18n),
    typeof errorCode === 'string' ? errorCode : null,
    entry.source === 'aws' && typeof remoteParticipantId === 'string' ? remoteParticipantId : null,
    // A return's summary is just that.
    typeof awayMs === 'number' && entry.type !== 'viewer.back'
      ? t('timeline.after', { duration: durationWords(awayMs, t) })
      : null,
    entry.type === 'sdk.error' && typeof message === 'string' ? message : null,
  ].filter((part) => part !== null);
  return said.length === 0 ? null : said.join(t('timeline.dot'));
}

export const sourceOf = (item: Extract<TimelineItem, { source: LogSource }>): LogSource => item.source;

export function toneOfItem(item: TimelineItem): Tone {
  if (item.kind === 'entry') return toneOf(item.type);
  return item.kind === 'last-heartbeat' ? 'warn' : 'plain';
}
