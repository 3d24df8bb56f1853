/** What may be claimed of a publisher, and for how long. */
import { describe, expect, test } from 'vitest';
import { publishingAt, stillPublishes } from '../../../electron/service/aws/publishing.ts';
import { type EventFacts, oldestFirst } from '../../../electron/service/aws/questions.ts';

const ASKED_AT = Date.parse('2026-03-01T08:00:00.000Z');
const claim = { askedMs: 5_000, askedAt: ASKED_AT, publishers: [{ participantId: 'p', userId: 'obs' }] };

describe('a claim', () => {
  test('holds for 10 s from the question on, and not a millisecond longer', () => {
    expect(publishingAt(claim, 5_000 + 9_999)).toEqual({
      state: 'live',
      asOf: '2026-03-01T08:00:00.000Z',
      publishers: claim.publishers,
      validForMs: 1,
    });
    expect(publishingAt(claim, 5_000 + 10_000)).toEqual({
      state: 'unknown',
      asOf: '2026-03-01T08:00:00.000Z',
      publishers: [],
      validForMs: 0,
    });
  });

  test('of nobody is "not live"; no claim at all is "unknown"', () => {
    expect(publishingAt({ ...claim, publishers: [] }, 5_000).state).toBe('not-live');
    expect(publishingAt(undefined, 5_000)).toEqual({ state: 'unknown', asOf: null, publishers: [], validForMs: 0 });
  });
});

describe('who has ever published, and is connected, still publishes', () => {
  const events = (...names: string[]): EventFacts[] =>
    names.map((name, index) => ({ name, at: index, remoteParticipantId: null, errorCode: null }));

  test.each([
    [true, ['JOINED', 'PUBLISH_STARTED']],
    [false, ['JOINED', 'PUBLISH_STARTED', 'PUBLISH_STOPPED']],
    [true, ['JOINED', 'PUBLISH_STARTED', 'PUBLISH_STOPPED', 'PUBLISH_STARTED', 'SUBSCRIBE_STARTED']],
    [false, ['JOINED', 'PUBLISH_STARTED', 'LEFT', 'JOINED']],
    [true, ['JOINED', 'PUBLISH_STARTED', 'PUBLISH_ERROR']],
    // The events lag behind the list of participants: it says "published", so it was no lie a moment ago.
    [true, []],
  ])('%s: %s', (expected, names) => {
    expect(stillPublishes(events(...names))).toBe(expected);
  });

  test('whichever way round AWS lists the events, also within one millisecond', () => {
    const listed: EventFacts[] = [
      { name: 'PUBLISH_STARTED', at: 20, remoteParticipantId: null, errorCode: null },
      { name: 'PUBLISH_STOPPED', at: 20, remoteParticipantId: null, errorCode: null },
      { name: 'PUBLISH_STARTED', at: 10, remoteParticipantId: null, errorCode: null },
    ];
    const names = (list: EventFacts[]) => oldestFirst(list).map(({ name, at }) => `${name} ${at}`);
    const expected = ['PUBLISH_STARTED 10', 'PUBLISH_STOPPED 20', 'PUBLISH_STARTED 20'];
    expect(names(listed)).toEqual(expected);
    expect(names([...listed].reverse())).toEqual(expected);
  });
});
