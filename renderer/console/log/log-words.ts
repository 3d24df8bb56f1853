import type { i18n, TFunction } from 'i18next';
import type { LogEntry, LogType } from '../../../shared/log.ts';
import { durationWords } from '../participants/duration-words.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'plain';

/** How an entry looks: good came, warn wants an eye, bad went wrong. The words say it as well. */
export function toneOf(type: LogType): Tone {
  return tones[type] ?? 'plain';
}

const tones: Partial<Record<LogType, Tone>> = {
  'presence.joined': 'good',
  'presence.rejoined': 'good',
  'viewer.watching': 'good',
  'viewer.back': 'good',
  'sdk.playing': 'good',
  'service.store-recovered': 'good',
  'service.backup': 'good',
  'service.database-restored': 'warn',
  'viewer.away': 'warn',
  'viewer.reconnecting': 'warn',
  'viewer.retrying': 'warn',
  'presence.timed-out': 'warn',
  'presence.interrupted': 'warn',
  'presence.superseded': 'warn',
  'participant.removed': 'warn',
  'cost.over-budget': 'warn',
  'viewer.renderer-gone': 'bad',
  'viewer.ended': 'bad',
  'token.failed': 'bad',
  'participant.remove-failed': 'bad',
  'aws.join-error': 'bad',
  'aws.publish-error': 'bad',
  'aws.subscribe-error': 'bad',
  'sdk.error': 'bad',
  'service.store-failed': 'bad',
  'service.database-set-aside': 'bad',
  'service.database-moved': 'bad',
  'service.backup-failed': 'bad',
};

/** A reason in words where the catalogue has it; clients of others may give their own, shown as they are. */
export function reasonInWords(reason: string, t: TFunction, i18n: i18n): string {
  const key = `reason.${reason}`;
  return i18n.exists(key) ? t(key as 'reason.idle') : reason;
}

/** What an entry says beside its type: the reason in words, or the detail that tells as much. Null: the type says it all. */
export function summaryOf(entry: LogEntry, t: TFunction, i18n: i18n): string | null {
  const { type, reason, details } = entry;
  const words = (value: unknown) => (typeof value === 'string' ? [reasonInWords(value, t, i18n)] : []);
  switch (type) {
    case 'sdk.publisher':
      return t(details.publishing === true ? 'log.publisherStarted' : 'log.publisherStopped', {
        name: details.userId || details.participantId,
      });
    case 'sdk.playing':
      return typeof details.sinceConnectMs === 'number'
        ? t('log.afterMs', { value: Math.round(details.sinceConnectMs) })
        : null;
    // The signal told why nobody looked; it is over.
    case 'viewer.back':
      return typeof details.awayMs === 'number'
        ? t('timeline.after', { duration: durationWords(details.awayMs, t) })
        : null;
    case 'viewer.retrying': {
      const { name, code, kind } = (details.problem ?? {}) as Record<string, unknown>;
      return words(name ?? code ?? kind)[0] ?? null;
    }
    default: {
      // Why, and the signal behind it: nobody was looking, for the window was minimized.
      const said = [reason, details.cause ?? details.signal ?? details.state ?? details.name].flatMap(words);
      return said.length === 0 ? null : [...new Set(said)].join(t('log.and'));
    }
  }
}
