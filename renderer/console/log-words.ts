import type { i18n, TFunction } from 'i18next';
import type { LogEntry, LogType } from '../../shared/log.ts';

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
  'viewer.away': 'warn',
  'viewer.reconnecting': 'warn',
  'viewer.retrying': 'warn',
  'presence.timed-out': 'warn',
  'presence.interrupted': 'warn',
  'presence.superseded': 'warn',
  'viewer.renderer-gone': 'bad',
  'viewer.ended': 'bad',
  'token.failed': 'bad',
  'sdk.error': 'bad',
  'service.store-failed': 'bad',
  'service.database-set-aside': 'bad',
};

/** A reason in words where the catalogue has it; clients of others may give their own, shown as they are. */
export function reasonInWords(reason: string, t: TFunction, i18n: i18n): string {
  const key = `reason.${reason}`;
  return i18n.exists(key) ? t(key as 'reason.idle') : reason;
}

/** The reason, or for SDK entries the detail that says as much. Null: the type says it all. */
export function reasonOf(entry: LogEntry): string | null {
  if (entry.reason !== null) return entry.reason;
  const { state, name } = entry.details;
  if (typeof state === 'string') return state;
  if (typeof name === 'string') return name;
  return null;
}
