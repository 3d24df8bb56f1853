/** Joins per second in a process of its own (an LD_PRELOAD shim may slow its disk): grouped as the service does it, and one by one. */

import { createIvsClients } from '../../../electron/service/aws/clients.ts';
import { systemClock } from '../../../electron/service/clock.ts';
import { createFeed } from '../../../electron/service/feed.ts';
import { Presence } from '../../../electron/service/presence/presence.ts';
import { recordsOfJoin } from '../../../electron/service/presence/records.ts';
import { createViewers } from '../../../electron/service/presence/viewers.ts';
import { DEFAULT_RETENTION, openStore } from '../../../electron/service/store/open.ts';
import { openEngine } from '../../../electron/service/store/sqlite/engine.ts';
import { createAwsIssuer } from '../../../electron/service/tokens/aws-issuer.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { participantIdOf, STAGE_ARN, userIdOf } from './users.ts';

export interface JoinRates {
  grouped: number;
  oneByOne: number;
}

const SECONDS = 2;
const RUNS = 3;
const AT_ONCE = 256;

const store = await openStore({ dataDir: temporaryFolder() });
const viewers = createViewers({
  store,
  issuer: createAwsIssuer({ kind: 'aws', clients: createIvsClients() }),
  feed: createFeed(),
  clock: systemClock,
  heartbeatTimeoutMs: 3_600_000,
});
const engine = openEngine({ dataDir: temporaryFolder(), retention: DEFAULT_RETENTION, now: new Date() });
const alone = new Presence({ timeoutMs: 3_600_000 });
let users = 0;

/** The service's own path, 256 clients waiting at a time, each answered after its commit. */
async function grouped(): Promise<number> {
  const startedAt = performance.now();
  const until = startedAt + SECONDS * 1000;
  let joins = 0;
  const client = async () => {
    while (performance.now() < until) {
      const user = users++;
      await viewers.rejoin({ userId: userIdOf(user), stageArn: STAGE_ARN, participantId: participantIdOf(user) });
      joins += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  return joins / ((performance.now() - startedAt) / 1000);
}

/** The yardstick: the same look-up and the same facts, each join in a transaction of its own, without a thread to cross. */
function oneByOne(): number {
  const startedAt = performance.now();
  let joins = 0;
  for (; performance.now() - startedAt < SECONDS * 1000; joins += 1) {
    const user = users++;
    const now = { ms: performance.now(), wall: Date.now() };
    engine.reads.token(participantIdOf(user));
    const outcome = alone.rejoin({ stageArn: STAGE_ARN, userId: userIdOf(user) }, participantIdOf(user), now);
    engine.commit([recordsOfJoin(outcome, now, { call: 'rejoin', knownParticipant: false })]);
  }
  return joins / ((performance.now() - startedAt) / 1000);
}

const rates: JoinRates[] = [];
for (let run = 0; run <= RUNS; run += 1) rates.push({ oneByOne: oneByOne(), grouped: await grouped() });
await store.close();
engine.close();
process.send?.(rates.slice(1), () => process.exit(0));
