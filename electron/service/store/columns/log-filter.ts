import type { LogFilter } from '../types.ts';
import { Flags } from './dictionary.ts';
import { CHUNK, type LogChunk, type LogChunks, type LogDictionaries, type LogField, logFields } from './log-chunks.ts';

/** Sets `mask[i]` to 1 for each entry of the chunk that the filter finds, to 0 for the others. */
export type LogMask = (chunk: LogChunk, mask: Uint8Array) => void;

const excluded: Readonly<Record<LogField, keyof LogFilter>> = {
  type: 'notType',
  source: 'notSource',
  stageArn: 'notStageArn',
  userId: 'notUserId',
  participantId: 'notParticipantId',
  reason: 'notReason',
};

/** Words of a full-text search: what stands between white space, in lower case, each once. */
export const wordsOf = (q: string | undefined): string[] => [
  ...new Set((q ?? '').toLowerCase().split(/\s+/u).filter(Boolean)),
];

/** Whether the filter finds everything there is. */
export const isOpen = (filter: LogFilter): boolean =>
  Object.entries(filter).every(
    ([name, value]) => value === undefined || (name === 'q' && wordsOf(filter.q).length === 0),
  );

/** Whose entries alone the filter finds, and all of them; null where it asks for anything else. */
export function onlyParticipantOf({ participantId, ...rest }: LogFilter): string | null {
  const [only, ...others] = listOf(participantId) ?? [];
  return only !== undefined && others.length === 0 && isOpen(rest) ? only : null;
}

export function logMask(chunks: LogChunks, filter: LogFilter): LogMask {
  const steps: LogMask[] = [];
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = filter;
  if (filter.since !== undefined || filter.until !== undefined) steps.push(withinTime(since, until));
  for (const field of logFields) {
    const wanted = listOf(filter[field]);
    if (wanted !== undefined) steps.push(oneOf(chunks.dictionaries, field, wanted, 1));
    const unwanted = listOf(filter[excluded[field]] as string | readonly string[] | undefined);
    if (unwanted !== undefined) steps.push(oneOf(chunks.dictionaries, field, unwanted, 0));
  }
  const words = wordsOf(filter.q).map((word) => withWord(chunks, word));
  return (chunk, mask) => {
    mask.fill(1, 0, chunk.count);
    if (chunk.earliest > until || chunk.latest < since) mask.fill(0, 0, chunk.count);
    else {
      for (const step of steps) step(chunk, mask);
      // A word that is no part of any field's value is the rarer one.
      words.sort((a, b) => Number(a.isInFields()) - Number(b.isInFields()));
      for (const word of words) word.mask(chunk, mask);
    }
  };
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] | undefined =>
  value === undefined ? undefined : typeof value === 'string' ? [value] : value;

function withinTime(since: number, until: number): LogMask {
  return ({ at, count, earliest, latest }, mask) => {
    if (earliest >= since && latest <= until) return;
    for (let i = 0; i < count; i += 1) {
      const time = at[i] as number;
      if (time < since || time > until) mask[i] = 0;
    }
  };
}

/** Keeps the entries whose value is among `values` (`keep` 1), or is not (`keep` 0). */
function oneOf(dictionaries: LogDictionaries, field: LogField, values: readonly string[], keep: 0 | 1): LogMask {
  const dictionary = dictionaries[field];
  const wanted = new Set(values);
  const flags = new Flags(dictionary, (number) => number > 0 && wanted.has(dictionary.text(number)));
  return ({ fields, count }, mask) => {
    const isAmong = flags.now();
    const column = fields[field];
    for (let i = 0; i < count; i += 1) if (isAmong[column[i] as number] !== keep) mask[i] = 0;
  };
}

/** Keeps the entries that have the word somewhere: in a field, or in a name or value of the details. */
function withWord(chunks: LogChunks, word: string): { mask: LogMask; isInFields(): boolean } {
  const { dictionaries } = chunks;
  const inField = logFields.map((field) => {
    const dictionary = dictionaries[field];
    return { field, flags: new Flags(dictionary, (number) => dictionary.lowered(number).includes(word)) };
  });
  const findInDetails = detailsSearch(chunks, word);
  const found = new Uint8Array(CHUNK);
  const isInFields = (): boolean =>
    inField.some(({ flags }) => {
      flags.now();
      return flags.some;
    });
  const mask: LogMask = (chunk, mask) => {
    const { count, fields } = chunk;
    found.fill(0, 0, count);
    for (const { field, flags } of inField) {
      const has = flags.now();
      if (!flags.some) continue;
      const column = fields[field];
      for (let i = 0; i < count; i += 1) found[i] = (found[i] as number) | (has[column[i] as number] as number);
    }
    findInDetails(chunk, found, mask);
    for (let i = 0; i < count; i += 1) mask[i] = (mask[i] as number) & (found[i] as number);
  };
  return { mask, isInFields };
}

/** One wanted entry of this many or fewer: their lines are looked at one by one. */
const FEW = 32;

/** Characters that JSON itself is made of: a word with one of them may have been found between the values. */
const SYNTAX = /[,:{}[\]]/;

/** Looks through the details as JSON text, where the word stands as JSON writes it. */
function detailsSearch(chunks: LogChunks, word: string) {
  const needle = Buffer.from(JSON.stringify(word).slice(1, -1).toLowerCase());
  const needsCheck = SYNTAX.test(word);
  return (chunk: LogChunk, found: Uint8Array, mask: Uint8Array): void => {
    const { count } = chunk;
    let wanted = 0;
    for (let i = 0; i < count; i += 1) if (mask[i] === 1 && found[i] === 0) wanted += 1;
    if (wanted === 0) return;
    const { buffer, ends } = chunks.textOf(chunk);
    const lineOf = (row: number): Buffer =>
      buffer.subarray(row === 0 ? 0 : (ends[row - 1] as number), (ends[row] as number) - 1);
    const isTrue = (row: number): boolean => !needsCheck || hasWord(JSON.parse(lineOf(row).toString()), word);
    if (wanted * FEW < count) {
      for (let i = 0; i < count; i += 1) {
        if (mask[i] === 1 && found[i] === 0 && lineOf(i).includes(needle) && isTrue(i)) found[i] = 1;
      }
      return;
    }
    let row = 0;
    for (let at = buffer.indexOf(needle); at >= 0; at = buffer.indexOf(needle, ends[row])) {
      while ((ends[row] as number) <= at) row += 1;
      if (mask[row] === 1 && found[row] === 0 && isTrue(row)) found[row] = 1;
    }
  };
}

/** Whether a name or a value has the (lower-case) word, wherever in the details it stands. */
function hasWord(value: unknown, word: string): boolean {
  if (typeof value !== 'object' || value === null) return String(value).toLowerCase().includes(word);
  if (Array.isArray(value)) return value.some((item) => hasWord(item, word));
  return Object.entries(value).some(([name, item]) => name.includes(word) || hasWord(item, word));
}
