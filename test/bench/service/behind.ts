import { openStore } from '../../../electron/service/store/open.ts';
import type { StoreWrite } from '../../../electron/service/store/types.ts';
import { atMost, type Figures, median } from '../support/figures.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { participantIdOf, STAGE_ARN, userIdOf, VIEWERS } from './users.ts';

const ROUNDS = 5;
const AT_ONCE = 1_000;

/** What handing heartbeats to the thread that writes them costs the loop that serves them. */
export async function behind(tell: (line: string) => void): Promise<Figures> {
  const store = await openStore({ dataDir: temporaryFolder() });
  for (let from = 0; from < VIEWERS; from += AT_ONCE) {
    const writes = Array.from({ length: AT_ONCE }, (_, offset): StoreWrite => {
      const index = from + offset;
      const who = { stageArn: STAGE_ARN, userId: userIdOf(index), participantId: participantIdOf(index) };
      return { kind: 'session-opened', ...who, at: Date.now(), currentViewers: index + 1 };
    });
    await store.commit(writes);
  }

  const totals: number[] = [];
  const longest: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    let total = 0;
    let worst = 0;
    for (let from = 0; from < VIEWERS; from += AT_ONCE) {
      const usedBefore = process.threadCpuUsage();
      const startedAt = performance.now();
      for (let id = from + 1; id <= from + AT_ONCE; id += 1) store.heard(id, startedAt);
      worst = Math.max(worst, performance.now() - startedAt);
      const used = process.threadCpuUsage(usedBefore);
      total += (used.user + used.system) / 1000;
      await new Promise(setImmediate);
    }
    totals.push(total);
    longest.push(worst);
  }
  tell(`behind: ${totals.map((total) => total.toFixed(1)).join(', ')} ms a round`);
  await store.close();
  return {
    'main-loop work (CPU) for writing behind, per 100,000 dirty viewers': atMost(median(totals), 10, 'ms'),
    // What every round shows is ours; what one round shows is another process's turn on the core.
    'longest main-loop pause from writing behind, least of the rounds': atMost(Math.min(...longest), 10, 'ms'),
  };
}
