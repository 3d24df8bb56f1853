/** The calls of the contract over the real database, with the test's clock and participantIds that can be foretold. */
import { onTestFinished } from 'vitest';
import { createFeed } from '../../../electron/service/feed.ts';
import { createViewers, type Viewers } from '../../../electron/service/presence/viewers.ts';
import type { PresenceEvent } from '../../../shared/api.ts';
import type { LogEntry } from '../../../shared/log.ts';
import { type EngineStore, openEngineStore } from './engine-store.ts';
import { createNumberedIssuer, type NumberedIssuer } from './numbered-issuer.ts';
import { tempFolder } from './temp-folder.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

export const STAGE = 'arn:aws:ivs:us-west-2:123456789012:stage/Main';
export const OTHER_STAGE = 'arn:aws:ivs:us-west-2:123456789012:stage/Other';

export interface Audience {
  viewers: Viewers;
  store: EngineStore;
  clock: TestClock;
  issuer: NumberedIssuer;
  /** What followers were told of who came and went. */
  told: PresenceEvent[];
  /** The connection log, oldest first. */
  log(): Promise<LogEntry[]>;
  /** The service is killed, heartbeats just written behind, and starts again on the same folder. */
  restart(options?: { afterMs?: number }): Promise<Audience>;
}

export async function startAudience(options: { dataDir?: string; clock?: TestClock } = {}): Promise<Audience> {
  const dataDir = options.dataDir ?? tempFolder();
  const clock = options.clock ?? createTestClock();
  const store = openEngineStore(dataDir);
  onTestFinished(() => store.crash());
  const issuer = createNumberedIssuer(clock);
  const feed = createFeed();
  const told: PresenceEvent[] = [];
  feed.follow((event) => {
    if (event.kind === 'presence') told.push(event.event);
  });
  const viewers = createViewers({ store, issuer, feed, clock, heartbeatTimeoutMs: 60_000 });
  await viewers.restore();
  return {
    viewers,
    store,
    clock,
    issuer,
    told,
    log: () => store.logAfter(0, 10_000),
    async restart({ afterMs = 1_000 } = {}) {
      store.writeBehind();
      store.crash();
      clock.advance(afterMs);
      return startAudience({ dataDir, clock });
    },
  };
}
