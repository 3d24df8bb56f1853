import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createParticipantsModel,
  LINGER_MS,
  type ParticipantsModel,
} from '../../../renderer/state/participants-model.ts';
import { type ParticipantsQuery, plainQuery, sortColumns } from '../../../renderer/state/participants-query.ts';
import { CALM_MS, createParticipantsView, type ParticipantsView } from '../../../renderer/state/participants-view.ts';
import type { ParticipantRow } from '../../../shared/api.ts';
import { STAGE_ARN } from '../harness/sample.ts';
import { gone, row, START, updated } from './participants-sample.ts';

let nowMs: number;
let frames: Array<() => void>;
let timers: Array<{ atMs: number; run: () => void }>;
let model: ParticipantsModel;
let view: ParticipantsView;
let unfollow: () => void;

const open = (query: ParticipantsQuery = plainQuery) => {
  view = createParticipantsView({
    model,
    query,
    now: () => nowMs,
    nextFrame(run) {
      frames.push(run);
      return () => {
        frames = frames.filter((each) => each !== run);
      };
    },
    after(delayMs, run) {
      const timer = { atMs: nowMs + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
  });
  unfollow = view.follow();
};
const frame = () => {
  const due = frames;
  frames = [];
  for (const run of due) run();
};
const pass = (ms: number) => {
  nowMs += ms;
  const due = timers.filter(({ atMs }) => atMs <= nowMs);
  timers = timers.filter(({ atMs }) => atMs > nowMs);
  for (const { run } of due) run();
  frame();
};
const shown = () => view.store.getState().rows.map(({ listed }) => listed.userId);
const joined = (second: number): Partial<ParticipantRow> => ({
  joinedAt: new Date(START + second * 1000).toISOString(),
});

beforeEach(() => {
  nowMs = 0;
  frames = [];
  timers = [];
  model = createParticipantsModel(() => nowMs);
  model.replace([row('b', joined(2)), row('a', joined(1)), row('c', joined(3))], []);
});

describe('a view on the participants', () => {
  it('sorts by who came first, and otherwise as asked', () => {
    open();
    expect(shown()).toEqual(['a', 'b', 'c']);
    view.setQuery({ ...plainQuery, descending: true });
    expect(shown()).toEqual(['c', 'b', 'a']);
  });

  it('orders names as a reader does', () => {
    model.replace([row('till-10'), row('Till-9'), row('till-1')], []);
    open({ ...plainQuery, sort: 'user' });
    expect(shown()).toEqual(['till-1', 'Till-9', 'till-10']);
  });

  it('puts who needs an eye first when sorted by state', () => {
    model.replace([row('w'), row('s', { state: 'silent' }), row('p', { state: 'parked' })], []);
    open({ ...plainQuery, sort: 'state' });
    expect(shown()).toEqual(['s', 'p', 'w']);
  });

  it('looks at a burst of changes once, with the next frame', () => {
    open();
    const before = view.store.getState().version;
    model.apply([updated('a', { state: 'away' })]);
    model.apply([updated('b', { state: 'away' })]);
    expect(frames).toHaveLength(1);
    frame();
    expect(view.store.getState().version).toBe(before + 1);
  });

  it('shows new content at once, where it is', () => {
    open();
    model.apply([updated('b', { ...joined(2), state: 'away' })]);
    frame();
    expect(view.store.getState().rows[1]?.listed.state).toBe('away');
  });

  it('moves rows at once where nothing moved for a second, else once a second', () => {
    open();
    pass(CALM_MS);
    model.apply([updated('d', joined(0))]);
    frame();
    expect(shown()).toEqual(['d', 'a', 'b', 'c']);
    model.apply([updated('e', joined(-1))]);
    frame();
    expect(shown()).toEqual(['d', 'a', 'b', 'c']);
    pass(CALM_MS);
    expect(shown()).toEqual(['e', 'd', 'a', 'b', 'c']);
  });

  it('holds every row at its place while somebody points at the list, says how much waits, and lets go', () => {
    open();
    pass(CALM_MS);
    view.hold(true);
    model.apply([updated('d', joined(0)), updated('c', { ...joined(3), state: 'silent' }), gone('a')]);
    frame();
    nowMs += LINGER_MS;
    model.settle();
    frame();
    expect(shown()).toEqual(['a', 'b', 'c']);
    expect(view.store.getState()).toMatchObject({ held: true, waiting: 2 });
    expect(view.store.getState().rows[0]?.listed.gone).toBe(true);
    expect(view.store.getState().rows[2]?.listed.state).toBe('silent');
    view.hold(false);
    frame();
    expect(shown()).toEqual(['d', 'b', 'c']);
    expect(view.store.getState()).toMatchObject({ held: false, waiting: 0 });
  });

  it('holds on through a new snapshot', () => {
    open();
    view.hold(true);
    model.replace([row('z', joined(0)), row('b', { ...joined(2), state: 'away' })], []);
    frame();
    expect(shown()).toEqual(['a', 'b', 'c']);
    expect(view.store.getState().rows[1]?.listed.state).toBe('away');
    view.hold(false);
    frame();
    expect(shown()).toEqual(['z', 'b']);
  });

  it('finds words in the name and the participantId, in any letter case', () => {
    model.replace([row('Kiosk-03'), row('till-07'), row('收銀台-12')], []);
    open({ ...plainQuery, search: 'KIOSK p-' });
    expect(shown()).toEqual(['Kiosk-03']);
    view.setQuery({ ...plainQuery, search: '收銀' });
    expect(shown()).toEqual(['收銀台-12']);
  });

  it('filters by state, stage and source together', () => {
    model.replace(
      [
        row('a', { state: 'away' }),
        row('b', { state: 'away', source: 'api' }),
        row('c', { stageArn: `${STAGE_ARN}2` }),
      ],
      [],
    );
    open({ ...plainQuery, states: ['away', 'silent'] });
    expect(shown()).toEqual(['a', 'b']);
    view.setQuery({ ...plainQuery, states: ['away'], sources: ['api'] });
    expect(shown()).toEqual(['b']);
    view.setQuery({ ...plainQuery, stages: [`${STAGE_ARN}2`] });
    expect(shown()).toEqual(['c']);
  });

  it('lets a row go that the filter no longer wants, and takes it back', () => {
    open({ ...plainQuery, states: ['watching'] });
    pass(CALM_MS);
    model.apply([updated('b', { ...joined(2), state: 'away' })]);
    frame();
    expect(shown()).toEqual(['a', 'c']);
    model.apply([updated('b', joined(2))]);
    pass(CALM_MS);
    expect(shown()).toEqual(['a', 'b', 'c']);
  });

  it('does not move rows for watch time that grows for all alike', () => {
    model.replace([row('a', { watchSeconds: 100 }), row('b', { watchSeconds: 90 })], []);
    open({ ...plainQuery, sort: 'watch', descending: true });
    nowMs += 30_000;
    model.apply([updated('b', { watchSeconds: 120 })]);
    frame();
    expect(shown()).toEqual(['a', 'b']);
  });

  it('lets who watches overtake who is parked, as time goes by', () => {
    model.replace([row('parked', { state: 'parked', watchSeconds: 15 }), row('watching', { watchSeconds: 10 })], []);
    open({ ...plainQuery, sort: 'watch', descending: true });
    expect(shown()).toEqual(['parked', 'watching']);
    pass(10_000);
    expect(shown()).toEqual(['watching', 'parked']);
  });

  it('hears nothing any more after its end', () => {
    open();
    unfollow();
    model.apply([updated('x')]);
    expect(frames).toEqual([]);
    expect(timers).toEqual([]);
  });

  it('is, when all has settled, what sorting everything anew would give', () => {
    const users = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
    const event = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          userId: users,
          second: fc.integer({ min: 0, max: 3 }),
          state: fc.constantFrom('watching', 'away', 'silent'),
        }),
      },
      { weight: 1, arbitrary: fc.record({ gone: users }) },
      { weight: 1, arbitrary: fc.record({ pass: fc.integer({ min: 1, max: 5_000 }) }) },
      { weight: 1, arbitrary: fc.record({ hold: fc.boolean() }) },
    );
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 40 }),
        fc.constantFrom(...sortColumns),
        fc.boolean(),
        fc.constantFrom<ParticipantsQuery['states']>([], ['watching'], ['away', 'silent']),
        (events, sort, descending, states) => {
          [nowMs, frames, timers] = [0, [], []];
          model = createParticipantsModel(() => nowMs);
          open({ ...plainQuery, sort, descending, states });
          for (const each of events) {
            if ('pass' in each) pass(each.pass);
            else if ('hold' in each) view.hold(each.hold);
            else if ('gone' in each) model.apply([gone(each.gone)]);
            else model.apply([updated(each.userId, { ...joined(each.second), state: each.state as 'away' })]);
            model.settle();
            if (nowMs % 2 === 0) frame();
          }
          view.hold(false);
          pass(LINGER_MS);
          model.settle();
          frame();
          pass(CALM_MS);
          pass(10_000);
          const incremental = shown();
          unfollow();
          open({ ...plainQuery, sort, descending, states });
          expect(incremental).toEqual(shown());
        },
      ),
    );
  });
});
