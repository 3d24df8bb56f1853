import type { HealthData, Ledger, StageStats, StatsData } from '../../shared/api.ts';
import type { Clock } from './clock.ts';
import type { Feed } from './feed.ts';
import type { Gauge } from './http/metrics.ts';
import type { Presence } from './presence/presence.ts';
import type { Store } from './store/types.ts';
import type { TokenIssuer } from './tokens/issuer.ts';
import type { IssuerWatch } from './tokens/watch.ts';

/** What the service says of itself: health, counts, the ledger. */
export interface ServiceReports {
  health(): HealthData;
  /** @throws StoreUnavailable */
  stats(): Promise<StatsData>;
  gauges(): Gauge[];
}

export function createReports(deps: {
  presence: Presence;
  store: Store;
  feed: Feed;
  issuer: TokenIssuer;
  issuerWatch: IssuerWatch;
  clock: Clock;
  version: string;
  pricePerMinute(): number;
}): ServiceReports {
  const { presence, store, clock } = deps;
  const startedAtMs = clock.monotonicMs();

  const ledger = (billedMs: number, avoidedMs: number): Ledger => {
    const pricePerMinute = deps.pricePerMinute();
    const billedMinutes = billedMs / 60_000;
    const avoidedMinutes = avoidedMs / 60_000;
    return {
      billedMinutes,
      billedCost: billedMinutes * pricePerMinute,
      avoidedMinutes,
      avoidedCost: avoidedMinutes * pricePerMinute,
    };
  };

  return {
    health() {
      const storeStatus = store.status();
      const issuer = deps.issuerWatch.status();
      const failing = storeStatus.status === 'failing' || issuer.status === 'failing';
      return {
        status: failing ? 'degraded' : 'healthy',
        version: deps.version,
        uptimeSeconds: Math.floor((clock.monotonicMs() - startedAtMs) / 1000),
        store: storeStatus,
        issuer: { kind: deps.issuer.kind, ...issuer },
      };
    },

    /** What ended comes from the store, what is going on from memory. */
    async stats() {
      const pricePerMinute = deps.pricePerMinute();
      const totals = new Map((await store.totals(clock.wallMs())).map((total) => [total.stageArn, total]));
      const nowMs = clock.monotonicMs();
      const stageArns = new Set([...totals.keys(), ...[...presence.stages()].map(({ stageArn }) => stageArn)]);
      let billedMs = 0;
      let avoidedMs = 0;
      const stages: StageStats[] = [];
      for (const stageArn of stageArns) {
        const total = totals.get(stageArn);
        const live = presence.stage(stageArn);
        const present = live?.present ?? 0;
        const openMs = live === undefined ? 0 : present * nowMs - live.joinedMsSum + live.unheardHeardSum;
        const stageBilledMs = (total?.billedMs ?? 0) + Math.max(0, openMs);
        const stageAvoidedMs = total?.avoidedMs ?? 0;
        billedMs += stageBilledMs;
        avoidedMs += stageAvoidedMs;
        stages.push({
          stageArn,
          currentViewers: present,
          peakViewers: Math.max(total?.peakViewers ?? 0, present),
          ...ledger(stageBilledMs, stageAvoidedMs),
        });
      }
      stages.sort((a, b) => b.currentViewers - a.currentViewers || (a.stageArn < b.stageArn ? -1 : 1));
      return {
        totalViewers: presence.size,
        activeStages: stages.filter(({ currentViewers }) => currentViewers > 0).length,
        stages,
        pricePerMinute,
        ...ledger(billedMs, avoidedMs),
      };
    },

    gauges() {
      const gauge = (name: string, help: string, values: Gauge['values']): Gauge => ({
        name: `stagewatch_${name}`,
        help,
        type: 'gauge',
        values,
      });
      const one = (value: number) => [{ value }];
      const stages = [...presence.stages()].map(({ stageArn, present }) => ({
        labels: { stage: stageArn },
        value: present,
      }));
      return [
        gauge('viewers', 'Viewers present, by stage.', stages),
        gauge('viewers_total', 'Viewers present, over all stages.', one(presence.size)),
        gauge('event_streams', 'Open server-sent event streams.', one(deps.feed.followers)),
        gauge('store_up', '1 while the store can be written.', one(store.status().status === 'ok' ? 1 : 0)),
        gauge(
          'issuer_up',
          '0 after a token could not be issued.',
          one(deps.issuerWatch.status().status === 'failing' ? 0 : 1),
        ),
        gauge('uptime_seconds', 'Seconds since the start.', one((clock.monotonicMs() - startedAtMs) / 1000)),
        gauge('resident_memory_bytes', 'Memory of the process.', one(process.memoryUsage.rss())),
      ];
    },
  };
}
