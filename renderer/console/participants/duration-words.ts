import type { TFunction } from 'i18next';

/** 12 s, 4 min, 3 h 05 min, 2 d 4 h: two units at most. */
export function durationWords(durationMs: number, t: TFunction): string {
  const seconds = Math.round(Math.max(0, durationMs) / 1000);
  if (seconds < 60) return t('duration.seconds', { seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('duration.minutes', { minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return t('duration.hours', { hours, minutes: minutes % 60 });
  return t('duration.days', { days: Math.floor(hours / 24), hours: hours % 24 });
}
