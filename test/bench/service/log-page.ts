import { openStore } from '../../../electron/service/store/open.ts';
import { openEngine } from '../../../electron/service/store/sqlite/engine.ts';
import type { LogFilter, StoreWrite } from '../../../electron/service/store/types.ts';
import { atMost, type Figures, median } from '../support/figures.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { STAGE_ARN, userIdOf } from './users.ts';

const ENTRIES = 1_000_000;
const GROUP = 5_000;
const USERS = 20_000;
const INTERVAL_MS = 1_000;
const STAGES = Array.from({ length: 8 }, (_, i) => STAGE_ARN.replace(/1$/, `${i}`));
const RETENTION = {
  maxAgeMs: Number.MAX_SAFE_INTEGER / 2,
  maxEntries: 2 * ENTRIES,
  historyMs: Number.MAX_SAFE_INTEGER / 2,
};
const RUNS = 9;

/** The first page of a log of a million entries, by each kind of filter. */
export async function logPage(tell: (line: string) => void): Promise<Figures> {
  const dataDir = temporaryFolder();
  const from = Date.now() - ENTRIES * INTERVAL_MS;
  const engine = openEngine({ dataDir, retention: RETENTION, now: new Date() });
  for (let first = 0; first < ENTRIES; first += GROUP) {
    engine.commit([Array.from({ length: GROUP }, (_, offset) => entry(first + offset, from))]);
  }
  engine.close();

  const store = await openStore({ dataDir, retention: RETENTION });
  const middle = from + (ENTRIES / 2) * INTERVAL_MS;
  const filters: Record<string, LogFilter> = {
    none: {},
    stage: { stageArn: STAGES[3] ?? '' },
    user: { userId: userIdOf(77) },
    'user and type': { userId: userIdOf(77), type: 'presence.left' },
    'a rare type': { type: 'service.started' },
    'stage and a rare type': { stageArn: STAGES[3] ?? '', type: 'service.started' },
    'an hour in the middle': { since: middle, until: middle + 3_600_000 },
    'stage, type and an hour in the middle': {
      stageArn: STAGES[3] ?? '',
      type: 'presence.left',
      since: middle,
      until: middle + 3_600_000,
    },
  };
  let slowest = 0;
  for (const [name, filter] of Object.entries(filters)) {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const startedAt = performance.now();
      await store.log(filter, undefined, 101);
      times.push(performance.now() - startedAt);
    }
    slowest = Math.max(slowest, median(times));
    tell(`log, filter ${name}: ${median(times).toFixed(2)} ms`);
  }
  await store.close();
  return { 'first page of a log of 1,000,000 rows, slowest of 8 filters': atMost(slowest, 50, 'ms') };
}

function entry(index: number, from: number): StoreWrite {
  const type = index % 50_000 === 0 ? 'service.started' : index % 3 === 0 ? 'presence.left' : 'presence.joined';
  return {
    kind: 'logged',
    entry: {
      at: from + index * INTERVAL_MS,
      source: 'api',
      type,
      stageArn: STAGES[index % STAGES.length] ?? null,
      userId: userIdOf((index * 7919) % USERS),
      participantId: `p${index % (3 * USERS)}`,
      reason: type === 'presence.left' ? 'idle' : null,
      details: {},
    },
  };
}
