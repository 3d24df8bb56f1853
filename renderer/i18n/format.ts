import { useTranslation } from 'react-i18next';

/** Numbers, times and money in the locale. */
export interface Format {
  /** 14:03:22 */
  time(at: string | number): string;
  /** 14:03:22.481 */
  timeWithMs(at: string | number): string;
  /** The date and the time with its zone, for hovering. */
  full(at: string | number): string;
  /** Month and day, where an entry is not from today. */
  day(at: string | number): string;
  number(value: number, fractionDigits?: 0 | 1): string;
  percent(ratio: number): string;
  /** US dollars; four decimals below ten, since a minute costs less than a cent. */
  money(value: number): string;
  /** US dollars as somebody set them: a price, a budget; at least cents, at most millionths. */
  price(value: number): string;
  /** 14:03 */
  clock(at: string | number): string;
  /** Month, day, hour and minute: 11/22 14:03 */
  dayAndClock(at: string | number): string;
  /** A whole day with its weekday: Sun, Nov 22 */
  weekday(at: string | number): string;
}

export function createFormat(locale: string): Format {
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const time = new Intl.DateTimeFormat(locale, clock);
  const timeWithMs = new Intl.DateTimeFormat(locale, { ...clock, fractionalSecondDigits: 3 });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23' });
  const day = new Intl.DateTimeFormat(locale, { month: '2-digit', day: '2-digit' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const money = (digits: number) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: 'USD',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  const price = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: 6,
  });
  const shortClock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const hoursAndMinutes = new Intl.DateTimeFormat(locale, shortClock);
  const dayAndClock = new Intl.DateTimeFormat(locale, { month: '2-digit', day: '2-digit', ...shortClock });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', month: 'short', day: 'numeric' });
  const integers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const small = money(4);
  const large = money(2);
  return {
    time: (at) => time.format(new Date(at)),
    timeWithMs: (at) => timeWithMs.format(new Date(at)),
    full: (at) => full.format(new Date(at)),
    day: (at) => day.format(new Date(at)),
    number: (value, fractionDigits = 0) => (fractionDigits === 0 ? integers : tenths).format(value),
    percent: (ratio) => percent.format(ratio),
    money: (value) => (value === 0 || value >= 10 ? large : small).format(value),
    price: (value) => price.format(value),
    clock: (at) => hoursAndMinutes.format(new Date(at)),
    dayAndClock: (at) => dayAndClock.format(new Date(at)),
    weekday: (at) => weekday.format(new Date(at)),
  };
}

/** Formatters are dear to make: one set for each language serves every row of every table. */
const formats = new Map<string, Format>();

export function useFormat(): Format {
  const { language } = useTranslation().i18n;
  const known = formats.get(language) ?? createFormat(language);
  formats.set(language, known);
  return known;
}

/** 0:07, 12:40, 3:05:09: the same in both languages. */
export function clockDuration(totalSeconds: number): string {
  const whole = Math.max(0, Math.floor(totalSeconds));
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
