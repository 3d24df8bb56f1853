/** A backup by what its name tells. */
export interface Dated {
  name: string;
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * The newest first. What claims to be from the future was made under a clock that was wrong, before it was set right:
 * older than all the others.
 */
export function newestFirst<T extends Dated>(backups: readonly T[], now: number): T[] {
  const isFuture = ({ at }: Dated) => (at > now ? 1 : 0);
  return [...backups].sort((a, b) => isFuture(a) - isFuture(b) || b.at - a.at || (a.name < b.name ? 1 : -1));
}

/** Those that are too many, without the one that was just made, whatever the clock said. @param keep at least 1 */
export function superfluous<T extends Dated>(backups: readonly T[], keep: number, now: number, justMade: string): T[] {
  const others = backups.filter(({ name }) => name !== justMade);
  return newestFirst(others, now).slice(Math.max(0, keep - 1));
}
