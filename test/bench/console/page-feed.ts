/** What runs in the page while it is measured: a main process that says 300 changes a second. */
import type { Page } from '@playwright/test';
import type { ParticipantEvent, ParticipantRow } from '../../../shared/api.ts';
import type { LogEntry } from '../../../shared/log.ts';

/** As the desktop hands them on. */
export const BATCH_MS = 100;
export const CHANGES_PER_BATCH = 30;

interface PageFeed {
  /** Says one batch: mostly heartbeats, now and then another state, a leave or a return, each of the latter in the log. */
  batch(changes: number): void;
  start(everyMs: number, changes: number): void;
  /** Something else than batches. */
  repeat(everyMs: number, say: () => void): void;
  stop(): void;
}

declare global {
  interface Window {
    feed: PageFeed;
  }
}

/** Installed before the page's own scripts. */
export async function installFeed(page: Page, rows: readonly ParticipantRow[]): Promise<void> {
  await page.addInitScript((known: ParticipantRow[]) => {
    const present = known.map((row) => ({ ...row }));
    const gone: ParticipantRow[] = [];
    // A small generator of one's own: the same changes in each run.
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    let logId = 1_000_000;
    let timer: ReturnType<typeof setInterval> | undefined;
    const states = ['watching', 'away', 'reconnecting', 'watching', 'silent', 'watching'] as const;
    const logTypes = ['viewer.watching', 'viewer.away', 'viewer.reconnecting'] as const;

    function change(entries: LogEntry[]): ParticipantEvent {
      const at = new Date().toISOString();
      const what = random(100);
      const index = random(present.length);
      const row = present[index] as ParticipantRow;
      if (what < 5 && present.length > 100) {
        present.splice(index, 1);
        gone.push(row);
        return { change: 'gone', stageArn: row.stageArn, userId: row.userId };
      }
      const back = what < 10 ? gone.shift() : undefined;
      if (back) {
        const participant = { ...back, joinedAt: at, lastHeartbeatAt: at, watchSeconds: 0 };
        present.push(participant);
        return { change: 'updated', participant };
      }
      const moved = what < 25;
      const participant: ParticipantRow = {
        ...row,
        lastHeartbeatAt: at,
        watchSeconds: row.watchSeconds + 30,
        ...(moved ? { state: states[random(states.length)] as 'away', stateSince: at } : {}),
      };
      present[index] = participant;
      if (moved) {
        entries.push({
          id: ++logId,
          at,
          source: 'viewer',
          type: logTypes[random(logTypes.length)] as 'viewer.away',
          stageArn: row.stageArn,
          userId: row.userId,
          participantId: row.participantId,
          reason: 'minimized',
          details: { clientAt: at },
        });
      }
      return { change: 'updated', participant };
    }

    window.feed = {
      batch(changes) {
        const entries: LogEntry[] = [];
        const events = Array.from({ length: changes }, () => change(entries));
        window.harness.send('live:participants', events);
        if (entries.length > 0) window.harness.send('live:log', entries);
      },
      start: (everyMs, changes) => window.feed.repeat(everyMs, () => window.feed.batch(changes)),
      repeat(everyMs, say) {
        clearInterval(timer);
        timer = setInterval(say, everyMs);
      },
      stop: () => clearInterval(timer),
    };
  }, rows as ParticipantRow[]);
}
