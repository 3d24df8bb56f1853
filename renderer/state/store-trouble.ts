import type { StatusEvent } from '../../shared/api.ts';
import type { LogEntry } from '../../shared/log.ts';

/** What is known of the service's database. Reads may work on a full disk: the log's word counts beside the answers. */
export interface StoreTrouble {
  /** The last read was answered with STORE_UNAVAILABLE. */
  unreadable: boolean;
  /** The newest entry of the log that speaks of the database; null: none has. */
  lastWord: { id: number; failed: boolean } | null;
  /** What the service itself last told; it can while nothing can be logged. */
  told?: 'ok' | 'failing';
}

export const noTrouble: StoreTrouble = { unreadable: false, lastWord: null };

export const isStoreFailing = ({ unreadable, lastWord, told }: StoreTrouble): boolean =>
  unreadable || (told === undefined ? (lastWord?.failed ?? false) : told === 'failing');

/** The service's own word: it overrules what the log says. */
export const afterStatus = (trouble: StoreTrouble, { store }: StatusEvent): StoreTrouble =>
  trouble.told === store.status ? trouble : { ...trouble, told: store.status };

/** An answer of the API: the code of its failure, null where it was well. Other failures say nothing of the database. */
export function afterAnswer(trouble: StoreTrouble, code: string | null): StoreTrouble {
  if (code !== null && code !== 'STORE_UNAVAILABLE') return trouble;
  const unreadable = code !== null;
  return unreadable === trouble.unreadable ? trouble : { ...trouble, unreadable };
}

const saysFailed: Partial<Record<LogEntry['type'], boolean>> = {
  'service.store-failed': true,
  'service.store-recovered': false,
  'service.started': false,
};
/** The entries that speak of it. */
export const storeWords = Object.keys(saysFailed) as LogEntry['type'][];

/** Entries in any order: the newest that speaks of the database counts. */
export function afterEntries(trouble: StoreTrouble, entries: readonly LogEntry[]): StoreTrouble {
  let { lastWord } = trouble;
  for (const { id, type } of entries) {
    const failed = saysFailed[type];
    if (failed !== undefined && id > (lastWord?.id ?? 0)) lastWord = { id, failed };
  }
  return lastWord === trouble.lastWord ? trouble : { ...trouble, lastWord };
}
