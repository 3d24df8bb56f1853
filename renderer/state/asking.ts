import type { ApiCallData, ApiCallInput, ApiCallName, ApiResult, Bridge } from '../../shared/ipc.ts';
import { answerOf } from './answer-of.ts';

export interface Answer<T> {
  data: T;
  /** performance.now() and wall clock (ms) of the arrival. */
  atMs: number;
  wallMs: number;
}

/** What is known by one question: the last answer stays while a newer one is on its way or has failed. */
export interface Reading<T> {
  answer: Answer<T> | null;
  /** The answer before: the pace between the two lets figures tick on. */
  previous: Answer<T> | null;
  /** Why the last attempt failed; null: it did not, or none has ended. */
  failure: { code: string; message: string } | null;
}

export interface Question<N extends ApiCallName> {
  call: N;
  /** Tells two questions of one call apart, and is all that does: `input` may name the present moment. */
  key: string;
  input: () => ApiCallInput<N>;
  /** Asked again this often while somebody watches. */
  everyMs: number;
}

export interface Asking {
  /** Asks at once and again and again until disposed; `listener` hears each change of the reading. Returns its disposer. */
  watch<N extends ApiCallName>(question: Question<N>, listener: () => void): () => void;
  read<N extends ApiCallName>(call: N, key: string): Reading<ApiCallData<N>>;
  /** Asks anew what is watched: all of it, or one call's. */
  refresh(call?: ApiCallName): void;
  /** The same within a moment, once for a whole burst of changes, and only for who asks often anyway. */
  refreshSoon(call: ApiCallName): void;
  /** Puts an answer in place of the last one: the change that we made said what is true now. */
  put<N extends ApiCallName>(call: N, key: string, data: ApiCallData<N>): void;
}

export interface AskingOptions {
  invoke: Bridge['invoke'];
  now: () => number;
  wallNow: () => number;
  /** Not while nobody can see it, and not while a picture is on its way. */
  mayAsk: () => boolean;
  /** Hears how each question ended: the code of its failure, or null. */
  onEnd?: (code: string | null) => void;
}

/** How soon is looked again whether one may ask. */
const LOOK_AGAIN_MS = 250;
/** Changes come in bursts: one question for what happens within this time. */
const SOON_MS = 500;
/** Who asks less often than this shows no figure that a change would have to hurry. */
const OFTEN_MS = 15_000;
/** Readings that nobody watches are kept for coming back to: so many of them. */
const KEPT = 40;

const nothingKnown: Reading<never> = { answer: null, previous: null, failure: null };

interface Watched {
  reading: Reading<unknown>;
  watchers: Set<{ question: Question<ApiCallName>; listener: () => void }>;
  timer: ReturnType<typeof setTimeout> | undefined;
  asking: boolean;
  /** Somebody asked for it anew while an answer was on its way: that one may be old. */
  again: boolean;
  /** A change of ours said better while an answer was on its way: that one is not heard. */
  outdated: boolean;
}

/** Keeps the answers to the console's questions fresh: each question once, however many ask it. */
export function createAsking({ invoke, now, wallNow, mayAsk, onEnd }: AskingOptions): Asking {
  const known = new Map<string, Watched>();
  const soon = new Set<ApiCallName>();
  /** The call and its input belong together: the question's type has seen to it. */
  const askAnything = invoke as (channel: string, input: unknown) => Promise<ApiResult<unknown>>;
  const nameOf = (call: ApiCallName, key: string) => `${call} ${key}`;

  function entryOf(name: string): Watched {
    const found = known.get(name);
    const entry = found ?? {
      reading: nothingKnown,
      watchers: new Set(),
      timer: undefined,
      asking: false,
      again: false,
      outdated: false,
    };
    // The last one touched goes to the end: the first are the ones to forget.
    known.delete(name);
    known.set(name, entry);
    for (const [other, { watchers }] of known) {
      if (known.size <= KEPT) break;
      if (watchers.size === 0 && other !== name) known.delete(other);
    }
    return entry;
  }

  function tell(entry: Watched, reading: Reading<unknown>): void {
    entry.reading = reading;
    for (const { listener } of [...entry.watchers]) listener();
  }

  function later(entry: Watched, delayMs: number): void {
    clearTimeout(entry.timer);
    entry.timer = undefined;
    if (entry.watchers.size > 0) entry.timer = setTimeout(() => void ask(entry), delayMs);
  }

  const everyMsOf = ({ watchers }: Watched) => Math.min(...[...watchers].map(({ question }) => question.everyMs));

  async function ask(entry: Watched): Promise<void> {
    const [first] = entry.watchers;
    if (first === undefined) return;
    if (!mayAsk()) return later(entry, LOOK_AGAIN_MS);
    if (entry.asking) {
      entry.again = true;
      return;
    }
    entry.asking = true;
    entry.again = false;
    clearTimeout(entry.timer);
    const { call, input } = first.question;
    const result = await answerOf(askAnything(`api:${call}`, input()));
    entry.asking = false;
    onEnd?.(result.ok ? null : result.code);
    const { answer, previous } = entry.reading;
    if (entry.outdated) {
      entry.outdated = false;
      return later(entry, 0);
    }
    tell(
      entry,
      result.ok
        ? { answer: { data: result.data, atMs: now(), wallMs: wallNow() }, previous: answer, failure: null }
        : { answer, previous, failure: { code: result.code, message: result.message } },
    );
    later(entry, entry.again ? 0 : everyMsOf(entry));
  }

  function refresh(call?: ApiCallName, atMostEveryMs = Number.POSITIVE_INFINITY): void {
    for (const [name, entry] of known) {
      if (call !== undefined && !name.startsWith(`${call} `)) continue;
      if (everyMsOf(entry) <= atMostEveryMs) void ask(entry);
    }
  }

  return {
    watch(question, listener) {
      const entry = entryOf(nameOf(question.call, question.key));
      const watcher = { question: question as unknown as Question<ApiCallName>, listener };
      entry.watchers.add(watcher);
      void ask(entry);
      return () => {
        entry.watchers.delete(watcher);
        if (entry.watchers.size === 0) later(entry, 0);
      };
    },
    read: (call, key) => (known.get(nameOf(call, key))?.reading ?? nothingKnown) as Reading<never>,
    refresh: (call) => refresh(call),
    refreshSoon(call) {
      if (soon.has(call)) return;
      soon.add(call);
      setTimeout(() => {
        soon.delete(call);
        refresh(call, OFTEN_MS);
      }, SOON_MS);
    },
    put(call, key, data) {
      const entry = entryOf(nameOf(call, key));
      entry.outdated = entry.asking;
      tell(entry, { answer: { data, atMs: now(), wallMs: wallNow() }, previous: entry.reading.answer, failure: null });
    },
  };
}
