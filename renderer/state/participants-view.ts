/**
 * What one list shows of the participants: filtered, in order, followed at most once a frame. A row's content is always
 * the newest; its place changes calmly: at once where nothing has moved for a second, else once a second, and not at all
 * while somebody points at the list.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Changed, ParticipantsModel } from './participants-model.ts';
import { createOrder, type Order, type Placed } from './participants-order.ts';
import { filterOf, growsByItself, type ParticipantsQuery, sortValue } from './participants-query.ts';
import type { Listed } from './participants-rows.ts';

/** Places change at most this often. */
export const CALM_MS = 1_000;
/** Where the order changes by the mere passing of time, it is looked at anew this often. */
const REGROW_MS = 10_000;

export interface ParticipantsViewState {
  /** Rises whenever anything that is shown may have changed: the rows change in place. */
  version: number;
  rows: readonly Placed[];
  held: boolean;
  /** How many rows would move, come or go if the order were not held. */
  waiting: number;
}

export interface ParticipantsView {
  store: StoreApi<ParticipantsViewState>;
  setQuery(query: ParticipantsQuery): void;
  /** Holds every row at its place while somebody points at the list. */
  hold(held: boolean): void;
  /** Looks at everything and hears each change until disposed. Returns its disposer. */
  follow(): () => void;
}

export interface ParticipantsViewDeps {
  model: ParticipantsModel;
  query: ParticipantsQuery;
  now: () => number;
  /** Calls back with the next frame; returns its disposer. */
  nextFrame: (run: () => void) => () => void;
  /** Returns its disposer. */
  after: (delayMs: number, run: () => void) => () => void;
}

export function createParticipantsView({
  model,
  query,
  now,
  nextFrame,
  after,
}: ParticipantsViewDeps): ParticipantsView {
  let asked = query;
  let matches = filterOf(query);
  let order: Order = createOrder(query.descending);
  let epochMs = now();
  /** Rows whose place has to be looked at. */
  const unsettled = new Set<string>();
  let appliedAtMs = Number.NEGATIVE_INFINITY;
  let held = false;
  let cancelFrame: (() => void) | null = null;
  let cancelTimer: (() => void) | null = null;
  let changedAll = false;
  let changed = new Set<string>();

  const place = (listed: Listed): Placed => ({ listed, value: sortValue(listed, asked.sort, epochMs) });

  function rebuild(): void {
    epochMs = now();
    order = createOrder(asked.descending);
    order.fill([...model.rows.values()].filter(matches).map(place));
    unsettled.clear();
    appliedAtMs = epochMs;
  }
  const store = createStore<ParticipantsViewState>(() => ({ version: 0, rows: [], held: false, waiting: 0 }));

  const publish = () =>
    store.setState(({ version }) => ({
      version: version + 1,
      rows: order.rows,
      held,
      waiting: held ? unsettled.size : 0,
    }));

  /** Content at once; what would move, come or go is only noted. */
  function follow(key: string): void {
    const listed = model.rows.get(key);
    const placed = order.get(key);
    const belongs = listed !== undefined && matches(listed);
    if (placed && listed) placed.listed = listed;
    const stays = placed !== undefined && belongs && sortValue(listed, asked.sort, epochMs) === placed.value;
    const absent = placed === undefined && !belongs;
    if (stays || absent) unsettled.delete(key);
    else unsettled.add(key);
  }

  function settle(): void {
    const changes = new Map<string, Placed | null>();
    for (const key of unsettled) {
      const listed = model.rows.get(key);
      changes.set(key, listed && matches(listed) ? place(listed) : null);
    }
    order.change(changes);
    unsettled.clear();
    appliedAtMs = now();
  }

  function frame(): void {
    cancelFrame = null;
    if (changedAll && !held) rebuild();
    else {
      for (const key of changedAll ? everyKey() : changed) follow(key);
      const dueInMs = appliedAtMs + CALM_MS - now();
      if (!held && unsettled.size > 0 && dueInMs <= 0) settle();
      else if (!held && unsettled.size > 0) wakeAfter(dueInMs);
    }
    changedAll = false;
    changed = new Set();
    publish();
  }

  const everyKey = () => new Set([...model.rows.keys(), ...order.rows.map(({ listed }) => listed.key)]);

  function wakeAfter(delayMs: number): void {
    cancelTimer ??= after(delayMs, () => {
      cancelTimer = null;
      wake();
    });
  }
  const wake = () => {
    cancelFrame ??= nextFrame(frame);
  };

  function hear(what: Changed): void {
    if (what === 'all') changedAll = true;
    else for (const key of what) changed.add(key);
    wake();
  }

  let cancelRegrow = () => {};
  function regrow(): void {
    cancelRegrow = after(REGROW_MS, regrow);
    if (!growsByItself(asked.sort) || held) return;
    changedAll = true;
    wake();
  }

  return {
    store,
    setQuery(next) {
      if (next === asked) return;
      asked = next;
      matches = filterOf(next);
      rebuild();
      publish();
    },
    hold(next) {
      if (held === next) return;
      held = next;
      if (!held) {
        appliedAtMs = Number.NEGATIVE_INFINITY;
        changedAll ||= growsByItself(asked.sort);
      }
      wake();
    },
    follow() {
      const unfollow = model.onChange(hear);
      cancelRegrow = after(REGROW_MS, regrow);
      rebuild();
      publish();
      return () => {
        unfollow();
        cancelRegrow();
        cancelFrame?.();
        cancelTimer?.();
        cancelFrame = null;
        cancelTimer = null;
      };
    },
  };
}
