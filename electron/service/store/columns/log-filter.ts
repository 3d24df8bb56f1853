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
  for (const word of wordsOf(filter.q)) steps.push(withWord(chunks, word));
  return (chunk, mask) => {
    mask.fill(1, 0, chunk.count);
    if (chunk.earliest > until || chunk.latest < since) mask.fill(0, 0, chunk.count);
    else for (const step of steps) step(chunk, mask);
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
function withWord(chunks: LogChunks, word: string): LogMask {
  const { dictionaries } = chunks;
  const inField = logFields.map((field) => {
    const dictionary = dictionaries[field];
    return { field, flags: new Flags(dictionary, (number) => dictionary.lowered(number).includes(word)) };
  });
  const findInDetails = detailsSearch(chunks, word);
  const found = new Uint8Array(CHUNK);
  return (chunk, mask) => {
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
}

/** Characters that JSON itself is made of: a word with one of them may have been found between the values. */
const SYNTAX = /[,:{}[\]]/;

/** Looks through the details as JSON text, where the word stands as JSON writes it. */
function detailsSearch(chunks: LogChunks, word: string) {
  const needle = Buffer.from(JSON.stringify(word).slice(1, -1).toLowerCase());
  const needsCheck = SYNTAX.test(word);
  return (chunk: LogChunk, found: Uint8Array, mask: Uint8Array): void => {
    const { count } = chunk;
    let isWanted = false;
    for (let i = 0; i < count && !isWanted; i += 1) isWanted = mask[i] === 1 && found[i] === 0;
    if (!isWanted) return;
    const { buffer, ends } = chunks.textOf(chunk);
    let row = 0;
    for (let at = buffer.indexOf(needle); at >= 0; at = buffer.indexOf(needle, ends[row])) {
      while ((ends[row] as number) <= at) row += 1;
      if (needsCheck && mask[row] === 1 && found[row] === 0) {
        const line = buffer.toString('utf8', row === 0 ? 0 : (ends[row - 1] as number), (ends[row] as number) - 1);
        if (!hasWord(JSON.parse(line), word)) continue;
      }
      found[row] = 1;
    }
  };
}

/** Whether a name or a value has the (lower-case) word, wherever in the details it stands. */
function hasWord(value: unknown, word: string): boolean {
  if (typeof value !== 'object' || value === null) return String(value).toLowerCase().includes(word);
  if (Array.isArray(value)) return value.some((item) => hasWord(item, word));
  return Object.entries(value).some(([name, item]) => name.includes(word) || hasWord(item, word));
}
