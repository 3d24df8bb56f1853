import type { Check, CheckStatus } from '../../../shared/api.ts';
import type { Language } from '../../../shared/settings.ts';

export type Text = Readonly<Record<Language, string>>;
export type Details = Check['details'];

/** What one check found, in both languages. */
export interface Finding {
  status: CheckStatus;
  message: Text;
  /** What to do about it; null where all is well. */
  remedy: Text | null;
  details: Details;
}

export const fine = (message: Text, details: Details = {}): Finding => ({
  status: 'ok',
  message,
  remedy: null,
  details,
});
export const warning = (message: Text, remedy: Text | null, details: Details = {}): Finding => ({
  status: 'warning',
  message,
  remedy,
  details,
});
export const failed = (message: Text, remedy: Text, details: Details = {}): Finding => ({
  status: 'failed',
  message,
  remedy,
  details,
});
export const skipped = (message: Text, details: Details = {}): Finding => ({
  status: 'skipped',
  message,
  remedy: null,
  details,
});

/** One text of words and values: `text('找到 {id}', 'Found {id}', { id })`. */
export function text(zhTW: string, en: string, values: Readonly<Record<string, string | number>> = {}): Text {
  const fill = (words: string) =>
    words.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
  return { 'zh-TW': fill(zhTW), en: fill(en) };
}

export interface NamedFinding extends Finding {
  name: string;
  durationMs: number;
}

/** As the API tells it. */
export function checkOf(finding: NamedFinding, language: Language): Check {
  const { name, status, message, remedy, details, durationMs } = finding;
  return { name, status, message: message[language], remedy: remedy?.[language] ?? null, details, durationMs };
}
