/** Carries the session's own log entries to the API: in order, in groups, and never in the way of the video. */
import type { ClientLogEntry } from '../../shared/log.ts';
import type { Clock } from './clock.ts';

/** Entries are sent together this long after the first of them: late enough not to compete with a picture on its way. */
const GATHER_MS = 500;
const RETRY_MS = 5_000;
const GROUP_SIZE = 50;
/** What is kept while the API cannot be reached; the oldest goes first. */
const KEPT_ENTRIES = 2_000;

interface Group {
  stageArn: string;
  participantId: string;
  entries: ClientLogEntry[];
}

export interface LogReporter {
  note(entry: ClientLogEntry, of: { stageArn: string; participantId: string } | null): void;
  /** Sends what is left, once. */
  close(): Promise<void>;
}

/** @param send answers `retryable: true` where the same group should be tried again */
export function createLogReporter(deps: {
  clock: Clock;
  send(group: Group): Promise<{ ok: true } | { ok: false; retryable: boolean }>;
}): LogReporter {
  let waiting: { entry: ClientLogEntry; stageArn: string; participantId: string }[] = [];
  /** Entries from before there was a ticket belong to the first one. */
  let nameless: ClientLogEntry[] = [];
  let last: { stageArn: string; participantId: string } | null = null;
  let sending: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;

  function schedule(delayMs: number): void {
    cancelTimer ??= deps.clock.after(delayMs, () => {
      cancelTimer = null;
      void flush();
    });
  }

  function flush(): Promise<void> {
    sending ??= sendAll().finally(() => {
      sending = null;
    });
    return sending;
  }

  async function sendAll(): Promise<void> {
    let size = GROUP_SIZE;
    while (waiting.length > 0) {
      const group = firstGroup(size);
      const answer = await deps.send(group);
      if (!answer.ok && answer.retryable) return schedule(RETRY_MS);
      // One bad entry must not take its group along: halve until it stands alone.
      if (!answer.ok && group.entries.length > 1) {
        size = Math.ceil(group.entries.length / 2);
        continue;
      }
      waiting = waiting.slice(group.entries.length);
      size = GROUP_SIZE;
    }
  }

  function firstGroup(atMost: number): Group {
    const { stageArn, participantId } = waiting[0]!;
    const other = waiting.findIndex((item) => item.participantId !== participantId || item.stageArn !== stageArn);
    const size = Math.min(atMost, other === -1 ? waiting.length : other);
    return { stageArn, participantId, entries: waiting.slice(0, size).map(({ entry }) => entry) };
  }

  return {
    note(entry, of) {
      last = of === null ? last : { stageArn: of.stageArn, participantId: of.participantId };
      if (last === null) {
        nameless = [...nameless, entry].slice(-KEPT_ENTRIES);
        return;
      }
      const owner = last;
      for (const each of [...nameless, entry]) waiting.push({ entry: each, ...owner });
      nameless = [];
      // While a group is on its way its entries are at the front: drop behind it only when it has come home.
      if (waiting.length > KEPT_ENTRIES && sending === null) waiting = waiting.slice(-KEPT_ENTRIES);
      schedule(GATHER_MS);
    },
    close() {
      cancelTimer?.();
      cancelTimer = null;
      return flush();
    },
  };
}
