import type { i18n } from 'i18next';

/** How times are shown: a preference that is remembered. */
export interface TimeStyle {
  as: 'absolute' | 'relative';
  zone: 'local' | 'utc';
}

/** Times of log entries in the language, in the zone and the style that the reader wants. */
export interface LogTime {
  style: TimeStyle;
  /** One cell: `14:03:22.481`, `11/21 14:03:22.481` on another day, or `12 sec. ago`. */
  short(at: string, nowMs: number): string;
  /** With date and zone, for hovering and for details. */
  full(at: string): string;
  /** To the second, with the day where the range needs it: the ends of a range. */
  mark(at: string | number, withDay: boolean): string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export function createLogTime(locale: string, style: TimeStyle): LogTime {
  const zone = style.zone === 'utc' ? { timeZone: 'UTC' } : {};
  const clock = { ...zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const time = new Intl.DateTimeFormat(locale, { ...clock, fractionalSecondDigits: 3 });
  const seconds = new Intl.DateTimeFormat(locale, clock);
  const day = new Intl.DateTimeFormat(locale, { ...zone, month: '2-digit', day: '2-digit' });
  const date = new Intl.DateTimeFormat('en-CA', { ...zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const full = new Intl.DateTimeFormat(locale, {
    ...clock,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    fractionalSecondDigits: 3,
    timeZoneName: 'short',
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
  /** Of the day that was asked about last: rows of a list are of the same few days. */
  let today = { from: 0, name: '' };

  function isToday(at: number, nowMs: number): boolean {
    if (nowMs - today.from > MINUTE_MS || nowMs < today.from) today = { from: nowMs, name: date.format(nowMs) };
    return date.format(at) === today.name;
  }

  return {
    style,
    short(at, nowMs) {
      const atMs = Date.parse(at);
      if (style.as === 'relative') return ago(relative, Math.max(0, nowMs - atMs));
      return isToday(atMs, nowMs) ? time.format(atMs) : `${day.format(atMs)} ${time.format(atMs)}`;
    },
    full: (at) => full.format(Date.parse(at)),
    mark: (at, withDay) => {
      const atMs = typeof at === 'number' ? at : Date.parse(at);
      return withDay ? `${day.format(atMs)} ${seconds.format(atMs)}` : seconds.format(atMs);
    },
  };
}

function ago(relative: Intl.RelativeTimeFormat, ms: number): string {
  if (ms < MINUTE_MS) return relative.format(-Math.floor(ms / 1000), 'second');
  if (ms < HOUR_MS) return relative.format(-Math.floor(ms / MINUTE_MS), 'minute');
  if (ms < DAY_MS) return relative.format(-Math.floor(ms / HOUR_MS), 'hour');
  return relative.format(-Math.floor(ms / DAY_MS), 'day');
}

/** Formatters are dear to make: one set for each language and style serves every row. */
const made = new Map<string, LogTime>();

export function logTimeFor({ language }: Pick<i18n, 'language'>, style: TimeStyle): LogTime {
  const key = `${language} ${style.as} ${style.zone}`;
  const known = made.get(key) ?? createLogTime(language, style);
  made.set(key, known);
  return known;
}
