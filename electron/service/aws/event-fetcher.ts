/** Fetches what AWS recorded of our participants once they have ended: in the background, one after the other, bounded. */
import type { LogEntry, LogType } from '../../../shared/log.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/types.ts';
import type { After } from '../timers.ts';
import type { EventLog } from './event-log.ts';
import { AwsFailed, isNotFound } from './failure.ts';
import type { AwsQuestions } from './questions.ts';
import type { Recorded } from './recorded.ts';

/** AWS's events are not there at once. */
const DELAY_MS = 15_000;
const BETWEEN_PARTICIPANTS_MS = 2_000;
/** Where AWS can't be asked at all: the whole queue waits. */
const AFTER_FAILURE_MS = 60_000;
const MAX_TRIES = 3;
/** Past it the newest are left out: their timeline still asks when it is opened. */
const QUEUE_LIMIT = 2_000;
/**
 * After a start: participants that ended shortly before it, of which the last run may not have asked; among the newest
 * entries of the log, so many at a time.
 */
const LOOK_BACK_MS = 30 * 60_000;
const LOOK_BACK_ENTRIES = 5_000;
const PAGE = 500;

/** After these a participant's stretch of connection is over. */
const endings: ReadonlySet<LogType> = new Set<LogType>([
  'presence.left',
  'presence.timed-out',
  'presence.interrupted',
  'presence.superseded',
  'participant.removed',
]);

interface Waiting {
  stageArn: string;
  participantId: string;
  userId: string | null;
  dueMs: number;
  tries: number;
}

export interface EventFetcher {
  /** Told of every entry of the log. */
  onLog(entries: readonly LogEntry[]): void;
  /** Goes on where the last run ended. @throws StoreUnavailable */
  resume(): Promise<void>;
  readonly waiting: number;
  close(): void;
}

export function createEventFetcher(deps: {
  questions: AwsQuestions;
  recorded: Pick<Recorded, 'sessionsOf'>;
  eventLog: EventLog;
  store: Pick<Store, 'log'>;
  clock: Clock;
  after: After;
  onProblem(error: unknown): void;
}): EventFetcher {
  const { questions, recorded, eventLog, store, clock, after } = deps;
  /** In the order in which they are due. */
  const queue = new Map<string, Waiting>();
  let isFetching = false;
  let notBeforeMs = Number.NEGATIVE_INFINITY;
  let closed = false;
  let cancelTimer = (): void => {};

  function add(entry: LogEntry): void {
    const { stageArn, participantId, userId } = entry;
    if (!endings.has(entry.type) || stageArn === null || participantId === null) return;
    const key = `${stageArn}\n${participantId}`;
    queue.delete(key); // somebody who ended again waits anew
    if (queue.size >= QUEUE_LIMIT) return;
    queue.set(key, { stageArn, participantId, userId, dueMs: clock.monotonicMs() + DELAY_MS, tries: 0 });
  }

  function schedule(): void {
    cancelTimer();
    const [next] = queue.values();
    if (closed || isFetching || next === undefined) return;
    const waitMs = Math.max(next.dueMs, notBeforeMs) - clock.monotonicMs();
    if (waitMs > 0) cancelTimer = after(waitMs, schedule);
    else void fetchNext(next);
  }

  async function fetchNext(next: Waiting): Promise<void> {
    isFetching = true;
    const key = `${next.stageArn}\n${next.participantId}`;
    queue.delete(key);
    notBeforeMs = clock.monotonicMs() + BETWEEN_PARTICIPANTS_MS;
    try {
      await fetchOf(next);
    } catch (error) {
      deps.onProblem(error);
      if (error instanceof AwsFailed) notBeforeMs = clock.monotonicMs() + AFTER_FAILURE_MS;
      const tries = next.tries + 1;
      if (tries < MAX_TRIES && !queue.has(key)) queue.set(key, { ...next, tries, dueMs: notBeforeMs });
    }
    isFetching = false;
    schedule();
  }

  async function fetchOf({ stageArn, participantId, userId }: Waiting): Promise<void> {
    for (const { sessionId } of await recorded.sessionsOf(stageArn, participantId)) {
      const session = { stageArn, sessionId };
      try {
        const events = await questions.listEvents(session, participantId);
        await eventLog.record(session, { participantId, userId }, events);
      } catch (error) {
        if (!isNotFound(error)) throw error; // it had no part in this session
      }
    }
  }

  /** Newest first. Without a filter, which would start the thread for long questions at each start of a till. */
  async function newest(): Promise<LogEntry[]> {
    const since = clock.wallMs() - LOOK_BACK_MS;
    const found: LogEntry[] = [];
    for (let before: number | undefined; found.length < LOOK_BACK_ENTRIES; ) {
      const page = await store.log({}, before, PAGE);
      // Some are told late: only where the whole page is old is all beyond it, too.
      const recent = page.filter(({ at }) => Date.parse(at) >= since);
      found.push(...recent);
      before = page.at(-1)?.id;
      if (page.length < PAGE || recent.length === 0) break;
    }
    return found;
  }

  return {
    onLog(entries) {
      for (const entry of entries) add(entry);
      schedule();
    },
    async resume() {
      for (const entry of (await newest()).reverse()) add(entry);
      schedule();
    },
    get waiting() {
      return queue.size;
    },
    close() {
      closed = true;
      cancelTimer();
    },
  };
}
