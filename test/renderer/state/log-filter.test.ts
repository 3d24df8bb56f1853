import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  everything,
  filterOf,
  invertedValue,
  isEverything,
  keyOf,
  namedValues,
  passes,
  queryOf,
  withoutValue,
  withRange,
  withValue,
  writeFilter,
} from '../../../renderer/state/log-filter.ts';
import { logFilterSchema } from '../../../shared/api.ts';
import { logEntries } from '../harness/sample.ts';

const of = (hash: string) => filterOf(new URLSearchParams(hash));
const entry = { ...logEntries(1)[0]!, id: 1, type: 'sdk.error' as const, source: 'sdk' as const, userId: 'till-07' };

describe('the filter of an address', () => {
  it('is read, and written back as it was', () => {
    const hash =
      'type=sdk.error&type=viewer.parked&userId=till-07&notSource=aws&q=timeout&since=2026-01-01T00%3A00%3A00.000Z';
    const params = new URLSearchParams('entry=5');
    writeFilter(of(hash), params);
    expect(params.get('entry')).toBe('5');
    params.delete('entry');
    expect(of(params.toString())).toEqual(of(hash));
    expect(of(hash)).toEqual({
      only: { type: ['sdk.error', 'viewer.parked'], userId: ['till-07'] },
      not: { source: ['aws'] },
      q: 'timeout',
      since: '2026-01-01T00:00:00.000Z',
      until: null,
    });
  });

  it('leaves out what the API would refuse', () => {
    expect(isEverything(of('type=nonsense&source=x&stageArn=arn&participantId=a%20b&userId=&since=yesterday'))).toBe(
      true,
    );
  });

  it('is one that the API takes, whatever stands in the address', () => {
    const name = fc.constantFrom(
      'type',
      'notType',
      'source',
      'stageArn',
      'userId',
      'notUserId',
      'participantId',
      'reason',
      'q',
      'since',
    );
    const value = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom('sdk.error', '2026-01-01', '👩‍👩‍👧'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 60 }), (pairs) => {
        const query = queryOf(filterOf(new URLSearchParams(pairs)));
        expect(logFilterSchema.safeParse(query).error).toBeUndefined();
      }),
    );
  });
});

describe('what passes', () => {
  it('values of a field are alternatives, fields narrow each other, not takes away', () => {
    expect(passes(of('type=sdk.error&type=sdk.left'), entry)).toBe(true);
    expect(passes(of('type=sdk.left'), entry)).toBe(false);
    expect(passes(of('type=sdk.error&userId=kiosk'), entry)).toBe(false);
    expect(passes(of('notType=sdk.error'), entry)).toBe(false);
    expect(passes(of('notUserId=kiosk'), entry)).toBe(true);
  });

  it('an entry of nobody is not of anybody, and is not taken away with anybody', () => {
    const ofNobody = { ...entry, userId: null };
    expect(passes(of('userId=till-07'), ofNobody)).toBe(false);
    expect(passes(of('notUserId=till-07'), ofNobody)).toBe(true);
  });

  it('a range takes in both its ends', () => {
    const within = withRange(everything, entry.at, entry.at);
    expect(passes(within, entry)).toBe(true);
    expect(passes(within, { ...entry, at: new Date(Date.parse(entry.at) + 1).toISOString() })).toBe(false);
    expect(passes(within, { ...entry, at: new Date(Date.parse(entry.at) - 1).toISOString() })).toBe(false);
  });
});

describe('changing it', () => {
  it('a value stands on one side alone', () => {
    const included = withValue(everything, 'only', 'userId', 'till-07');
    expect(included.only).toEqual({ userId: ['till-07'] });
    const excluded = withValue(included, 'not', 'userId', 'till-07');
    expect([excluded.only, excluded.not]).toEqual([{}, { userId: ['till-07'] }]);
    expect(invertedValue(excluded, 'not', 'userId', 'till-07')).toEqual(included);
    expect(isEverything(withoutValue(included, 'only', 'userId', 'till-07'))).toBe(true);
  });

  it('names each value once, in a fixed order', () => {
    const filter = of('notReason=idle&userId=b&userId=a&userId=b&type=sdk.error');
    expect(namedValues(filter).map(({ side, field, value }) => `${side} ${field} ${value}`)).toEqual([
      'only type sdk.error',
      'only userId b',
      'only userId a',
      'not reason idle',
    ]);
  });

  it('what cannot be asked for changes nothing', () => {
    expect(withValue(everything, 'only', 'userId', 'x'.repeat(129))).toBe(everything);
  });

  it('filters that find the same have the same key', () => {
    expect(keyOf(of('q=a&type=sdk.error'))).toBe(keyOf(of('type=sdk.error&q=a')));
    expect(keyOf(of('q=a'))).not.toBe(keyOf(of('q=b')));
  });
});
