/** Days of a time zone as stretches of milliseconds: 23 to 25 hours long where clocks are changed. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Day {
  /** `2026-11-22` */
  name: string;
  /** Its first moment, in ms since 1970. */
  start: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Name of the day on which a moment falls in a time zone. */
export function dayName(timeZone: string, at: number): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    // The Swedish form of a date is the international one, in any version of the locale data.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    if (formats.size > 100) formats.clear();
    formats.set(timeZone, format);
  }
  return format.format(at);
}

/** The day on which a moment falls. */
export function dayAt(timeZone: string, at: number): Day {
  const name = dayName(timeZone, at);
  // Offsets are whole minutes: the day begins with a minute. No day is longer than 26 hours.
  let before = Math.floor(at / 60_000) - (26 * HOUR_MS) / 60_000;
  let within = Math.floor(at / 60_000);
  while (within - before > 1) {
    const middle = (before + within) >> 1;
    if (dayName(timeZone, middle * 60_000) < name) before = middle;
    else within = middle;
  }
  return { name, start: within * 60_000 };
}

/** All days that [since, until) touches, ascending. */
export function daysOf(timeZone: string, since: number, until: number): Day[] {
  const days = [dayAt(timeZone, since)];
  for (;;) {
    const last = days.at(-1) as Day;
    let next = last.start + DAY_MS;
    const isPlain = dayName(timeZone, next - 1) === last.name && dayName(timeZone, next) !== last.name;
    if (!isPlain) {
      // 3 hours after 24 it is the next day, whatever was done to the clocks.
      next = dayAt(timeZone, next + 3 * HOUR_MS).start;
    }
    if (next >= until) return days;
    days.push({ name: dayName(timeZone, next), start: next });
  }
}
