import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arriving,
  emptyWindow,
  fromLatest,
  type LogWindow,
  type Page,
  released,
  resumed,
  WINDOW_ROWS,
  withNewer,
  withOlder,
} from '../../../renderer/state/log-window.ts';
import type { LogEntry } from '../../../shared/log.ts';

const entry = (id: number): LogEntry => ({
  id,
  at: '2026-01-01T00:00:00.000Z',
  source: 'api',
  type: 'presence.joined',
  stageArn: null,
  userId: null,
  participantId: null,
  reason: null,
  details: {},
});
/** Newest first, both included. */
const ids = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index);
const page = (from: number, to: number, full = to > 1): Page => ({ entries: ids(from, to).map(entry), full });
const idsOf = ({ entries }: Pick<LogWindow, 'entries'>) => entries.map(({ id }) => id);

describe('the first page', () => {
  it('has what arrived while it was on its way, each once', () => {
    const window = fromLatest(page(10, 6), [entry(10), entry(12), entry(11)]);
    expect(idsOf(window)).toEqual(ids(12, 6));
    expect(window).toMatchObject({ older: 'more', atLatest: true, newCount: 0 });
  });

  it('says where the log begins', () => {
    expect(fromLatest(page(3, 1), []).older).toBe('end');
  });
});

describe('entries that arrive', () => {
  const window = fromLatest(page(10, 6), []);

  it('go on top while somebody follows', () => {
    expect(idsOf(arriving(window, [entry(12), entry(11), entry(10)], true))).toEqual(ids(12, 6));
  });

  it('wait while somebody reads: the rows keep their place', () => {
    const held = arriving(arriving(window, [entry(11)], false), [entry(12), entry(11)], false);
    expect(held.entries).toBe(window.entries);
    expect(held.newCount).toBe(2);
    expect(idsOf(released(held))).toEqual(ids(12, 6));
    expect(released(held).newCount).toBe(0);
  });

  it('are counted, not hoarded, where somebody reads for long; nothing is lost, for they are fetched again', () => {
    const held = arriving(window, ids(5_000, 11).map(entry), false);
    expect(held).toMatchObject({ atLatest: false, waiting: [], newCount: 4_990 });
    expect(arriving(held, [entry(5_001)], false).newCount).toBe(4_991);
    expect(idsOf(withNewer(held, page(210, 11), []))).toEqual(ids(210, 6));
  });

  it('never make the window larger than it may be', () => {
    const long = arriving(window, ids(9_000, 11).map(entry), true);
    expect(long.entries).toHaveLength(WINDOW_ROWS);
    expect(long).toMatchObject({ older: 'more', atLatest: true });
    expect(long.entries[0]?.id).toBe(9_000);
  });
});

describe('scrolling', () => {
  it('down adds older pages, up to the first entry there is', () => {
    const window = withOlder(fromLatest(page(10, 6), []), page(5, 3));
    expect(idsOf(window)).toEqual(ids(10, 3));
    expect(withOlder(window, page(2, 1)).older).toBe('end');
  });

  it('says that retention was there first, where more had been promised', () => {
    expect(withOlder(fromLatest(page(10, 6), []), { entries: [], full: false }).older).toBe('swept');
  });

  it('far down lets go of the top, and up again fetches it', () => {
    let window = fromLatest(page(10_000, 9_801), []);
    for (let bottom = 9_801; window.atLatest; bottom -= 200) window = withOlder(window, page(bottom - 1, bottom - 200));
    expect(window.entries).toHaveLength(WINDOW_ROWS);
    const top = window.entries[0]!.id;
    const up = withNewer(window, page(top + 200, top + 1), []);
    expect(idsOf(up)).toEqual(ids(top + 200, top + 201 - WINDOW_ROWS));
    expect(up.older).toBe('more');
  });

  it('reaches the latest with what arrived meanwhile', () => {
    const window = { ...fromLatest(page(10, 6), []), atLatest: false, newCount: 4 };
    const latest = withNewer(window, { entries: ids(13, 11).map(entry), full: false }, [entry(13), entry(14)]);
    expect(idsOf(latest)).toEqual(ids(14, 6));
    expect(latest).toMatchObject({ atLatest: true, newCount: 0 });
  });
});

describe('when the event stream was cut and is back', () => {
  const window = fromLatest(page(10, 6), []);

  it('fills the gap while somebody follows', () => {
    expect(idsOf(resumed(window, page(14, 9), [entry(15)], true))).toEqual(ids(15, 6));
  });

  it('keeps the rows while somebody reads, and tells how much is new', () => {
    const held = resumed(window, page(14, 9), [], false);
    expect(idsOf(held)).toEqual(ids(10, 6));
    expect(held).toMatchObject({ newCount: 4, atLatest: true });
  });

  it('begins anew where more was missed than a page holds', () => {
    expect(idsOf(resumed(window, page(99, 90), [], true))).toEqual(ids(99, 90));
  });

  it('lets who reads go on reading there: the gap is filled from below', () => {
    const held = resumed(window, page(99, 90), [], false);
    expect(idsOf(held)).toEqual(ids(10, 6));
    expect(held.atLatest).toBe(false);
    expect(idsOf(withNewer(held, page(20, 11), []))).toEqual(ids(20, 6));
  });

  it('knows another database by ids that begin anew', () => {
    expect(idsOf(resumed(window, page(3, 1), [], false))).toEqual([3, 2, 1]);
  });
});

it('never has a gap, a double or a wrong order, however one scrolls while entries arrive', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('arrive' as const), count: fc.integer({ min: 1, max: 1_500 }) }),
    fc.constantFrom(
      { kind: 'older' as const },
      { kind: 'newer' as const },
      { kind: 'hold' as const },
      { kind: 'follow' as const },
    ),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let newest = 5_000;
      let following = true;
      const latest = () => page(newest, newest - 199);
      let window = fromLatest(latest(), []);
      for (const each of steps) {
        if (each.kind === 'arrive') {
          const incoming = ids(newest + each.count, newest + 1).map(entry);
          newest += each.count;
          window = arriving(window, incoming, following);
        } else if (each.kind === 'hold') following = false;
        else if (each.kind === 'follow') {
          following = true;
          window = window.atLatest ? released(window) : fromLatest(latest(), []);
        } else if (each.kind === 'older') {
          following = false;
          const bottom = window.entries.at(-1)!.id;
          if (window.older === 'more') window = withOlder(window, page(bottom - 1, Math.max(1, bottom - 200)));
        } else if (!window.atLatest) {
          const top = window.entries[0]!.id;
          const to = Math.min(newest, top + 200);
          window = withNewer(window, page(to, top + 1, to - top >= 200), []);
        }
        const held = idsOf(window);
        expect(held).toEqual(ids(held[0]!, held.at(-1)!));
        expect(held.length).toBeLessThanOrEqual(WINDOW_ROWS);
        if (following) expect(held[0]).toBe(newest);
        if (window.atLatest) expect(window.waiting[0]?.id ?? held[0]).toBe(newest);
      }
    }),
  );
  expect(emptyWindow.entries).toEqual([]);
});
