/** What of the connection log is shown: one value for the page, the address (`#/log?…`), the API and the live tail. */
import type { LogFilterInput } from '../../shared/api.ts';
import type { LogEntry } from '../../shared/log.ts';
import { logSources, logTypes } from '../../shared/log-types.ts';

export const filterFields = ['type', 'source', 'stageArn', 'userId', 'participantId', 'reason'] as const;
export type FilterField = (typeof filterFields)[number];
type Values = Readonly<Partial<Record<FilterField, readonly string[]>>>;

/** Values of one field are alternatives, fields narrow each other, `not` takes away. */
export interface LogFilter {
  only: Values;
  not: Values;
  /** Full text; empty: any. */
  q: string;
  /** ISO times, both inclusive; null: open. */
  since: string | null;
  until: string | null;
}

export const everything: LogFilter = { only: {}, not: {}, q: '', since: null, until: null };

const MAX_VALUES = 50;
const MAX_Q = 200;
const allowed: Record<FilterField, (value: string) => boolean> = {
  type: (value) => (logTypes as readonly string[]).includes(value),
  source: (value) => (logSources as readonly string[]).includes(value),
  stageArn: (value) => /^arn:aws[-a-z]*:ivs:[a-z0-9-]{1,32}:[0-9]{12}:stage\/[A-Za-z0-9-]{1,64}$/.test(value),
  userId: (value) => value.length >= 1 && value.length <= 128 && value.isWellFormed(),
  participantId: (value) => /^[A-Za-z0-9_-]{1,64}$/.test(value),
  reason: (value) => value.length >= 1 && value.length <= 128,
};

const notName = (field: FilterField) =>
  `not${field[0]!.toUpperCase()}${field.slice(1)}` as `not${Capitalize<FilterField>}`;

/** The filter of an address; what the API would refuse in it is left out. */
export function filterOf(params: URLSearchParams): LogFilter {
  const values = (name: (field: FilterField) => string): Values => {
    const given = filterFields.map(
      (field) => [field, [...new Set(params.getAll(name(field)).filter(allowed[field]))].slice(0, MAX_VALUES)] as const,
    );
    return Object.fromEntries(given.filter(([, list]) => list.length > 0));
  };
  return {
    only: values((field) => field),
    not: values(notName),
    q: (params.get('q') ?? '').trim().slice(0, MAX_Q),
    since: instantOf(params.get('since')),
    until: instantOf(params.get('until')),
  };
}

function instantOf(text: string | null): string | null {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

const filterNames = [...filterFields, ...filterFields.map(notName), 'q', 'since', 'until'];

/** Puts the filter into an address, in place of what was there; its other parameters stay. */
export function writeFilter(filter: LogFilter, params: URLSearchParams): void {
  for (const name of filterNames) params.delete(name);
  for (const [name, value] of Object.entries(queryOf(filter)))
    for (const each of [value].flat()) params.append(name, String(each));
}

/** The filter as GET /api/log takes it. */
export function queryOf(filter: LogFilter): LogFilterInput {
  const query: Record<string, unknown> = {};
  for (const field of filterFields) {
    if (filter.only[field]) query[field] = [...filter.only[field]];
    if (filter.not[field]) query[notName(field)] = [...filter.not[field]];
  }
  if (filter.q !== '') query.q = filter.q;
  if (filter.since !== null) query.since = filter.since;
  if (filter.until !== null) query.until = filter.until;
  return query as LogFilterInput;
}

/** Whether an entry that arrives belongs to what is shown. The full text is the service's to search: it is not asked here. */
export function passes(filter: LogFilter, entry: LogEntry): boolean {
  const at = Date.parse(entry.at);
  if (filter.since !== null && at < Date.parse(filter.since)) return false;
  if (filter.until !== null && at > Date.parse(filter.until)) return false;
  return filterFields.every((field) => {
    const value = entry[field];
    const { [field]: only } = filter.only;
    const { [field]: not } = filter.not;
    if (only && (value === null || !only.includes(value))) return false;
    return !(not && value !== null && not.includes(value));
  });
}

export type Side = 'only' | 'not';
const other = (side: Side): Side => (side === 'only' ? 'not' : 'only');

/** Includes or excludes a value; it stands on one side alone. A value that cannot be asked for changes nothing. */
export function withValue(filter: LogFilter, side: Side, field: FilterField, value: string): LogFilter {
  const known = filter[side][field] ?? [];
  if (!allowed[field](value) || known.length >= MAX_VALUES) return filter;
  const without = withoutValue(filter, other(side), field, value);
  return { ...without, [side]: { ...without[side], [field]: [...new Set([...known, value])] } };
}

export function withoutValue(filter: LogFilter, side: Side, field: FilterField, value: string): LogFilter {
  const { [field]: known = [], ...rest } = filter[side];
  const left = known.filter((each) => each !== value);
  return { ...filter, [side]: left.length === 0 ? rest : { ...rest, [field]: left } };
}

/** From "only these" to "all but these", and back. */
export const invertedValue = (filter: LogFilter, side: Side, field: FilterField, value: string): LogFilter =>
  withValue(withoutValue(filter, side, field, value), other(side), field, value);

export const withRange = (filter: LogFilter, since: string | null, until: string | null): LogFilter => ({
  ...filter,
  since,
  until,
});

/** Each value that the filter names, in the order in which they are shown. */
export const namedValues = (filter: LogFilter): { side: Side; field: FilterField; value: string }[] =>
  (['only', 'not'] as const).flatMap((side) =>
    filterFields.flatMap((field) => (filter[side][field] ?? []).map((value) => ({ side, field, value }))),
  );

export const isEverything = (filter: LogFilter): boolean =>
  filter.q === '' && filter.since === null && filter.until === null && namedValues(filter).length === 0;

/** Two filters that find the same have the same key. */
export const keyOf = (filter: LogFilter): string => JSON.stringify(queryOf(filter));
