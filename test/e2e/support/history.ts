import { DEFAULT_STAGE_ARN } from '../../../electron/local-stage/stage-arn.ts';
import { openStore } from '../../../electron/service/store/open.ts';
import type { NewLogEntry, StoreWrite } from '../../../electron/service/store/types.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Tills that watch through the day and look away now and then: who, when they begin (minutes after midnight), how long a look lasts. */
const tills = [
  { userId: 'till-01', beginsAt: 480, looksFor: 38, causes: ['minimized', 'blurred'] },
  { userId: 'till-02', beginsAt: 510, looksFor: 52, causes: ['blurred'] },
  { userId: '收銀台-03', beginsAt: 525, looksFor: 17, causes: ['locked', 'minimized'] },
  { userId: 'kiosk-lobby', beginsAt: 420, looksFor: 110, causes: ['no-input'] },
  { userId: 'kiosk-bar', beginsAt: 600, looksFor: 75, causes: ['no-input', 'another-page'] },
  { userId: 'office-小明', beginsAt: 570, looksFor: 9, causes: ['another-page', 'blurred', 'locked'] },
];
const AWAY_MINUTES = 23;
const CLOSES_AT = 22 * 60;

/** Fills the database of a data folder, before an app is started on it, with the last days of a small house. */
export async function writeHistory(dataDir: string, { days, nowMs }: { days: number; nowMs: number }): Promise<void> {
  const happened: Array<{ at: number; writes: StoreWrite[]; change: 1 | -1 | 0 }> = [];
  for (let day = days - 1; day >= 0; day -= 1) {
    const midnight = new Date(nowMs - day * DAY_MS).setHours(0, 0, 0, 0);
    for (const [index, till] of tills.entries()) happened.push(...dayOf(till, midnight, day * 10 + index, nowMs));
  }
  let present = 0;
  const writes = happened
    .sort((a, b) => a.at - b.at)
    .flatMap(({ writes: facts, change }) => {
      present += change;
      return facts.map((fact) => (fact.kind === 'session-opened' ? { ...fact, currentViewers: present } : fact));
    });
  const store = await openStore({ dataDir });
  try {
    for (let start = 0; start < writes.length; start += 500) await store.commit(writes.slice(start, start + 500));
  } finally {
    await store.close();
  }
}

/** One till's day: it looks, looks away and is parked, looks again; whatever would lie in the future has not happened. */
function dayOf(
  { userId, beginsAt, looksFor, causes }: (typeof tills)[number],
  midnight: number,
  seed: number,
  nowMs: number,
) {
  const who = { stageArn: DEFAULT_STAGE_ARN, userId };
  const happened: Array<{ at: number; writes: StoreWrite[]; change: 1 | -1 | 0 }> = [];
  const participantId = `Day${seed}${beginsAt}`;
  const logged = (at: number, type: NewLogEntry['type'], reason: string | null, cause?: string): StoreWrite => ({
    kind: 'logged',
    entry: { at, source: 'api', type, ...who, participantId, reason, details: cause === undefined ? {} : { cause } },
  });
  const last = Math.min(midnight + CLOSES_AT * MINUTE_MS, nowMs - 2 * MINUTE_MS);
  let from = midnight + (beginsAt + (seed % 7) * 4) * MINUTE_MS;
  for (let look = 0; ; look += 1) {
    const until = from + looksFor * (1 + ((look + seed) % 3) / 2) * MINUTE_MS;
    const back = until + AWAY_MINUTES * (1 + ((look * 2 + seed) % 4) / 2) * MINUTE_MS;
    if (back > last) return happened;
    const cause = causes[look % causes.length] as string;
    happened.push(
      {
        at: from,
        change: 1,
        writes: [
          { kind: 'session-opened', ...who, participantId, at: from, currentViewers: 0 },
          logged(from, look === 0 ? 'presence.joined' : 'presence.rejoined', null),
        ],
      },
      {
        at: until,
        change: -1,
        writes: [
          { kind: 'session-closed', ...who, endedAt: until, reason: 'idle' },
          { kind: 'parked', ...who, participantId, at: until, cause, joinedAt: from, watchedMs: until - from },
          logged(until, 'presence.left', 'idle', cause),
        ],
      },
      { at: back, change: 0, writes: [{ kind: 'park-ended', ...who, at: back }] },
    );
    from = back;
  }
}
