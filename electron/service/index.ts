import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type IvsClients, regionOf } from './aws/clients.ts';
import { createAwsObservation } from './aws/observation.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Connection } from './connection/connection.ts';
import { createBudgetWatch } from './cost/budget-watch.ts';
import { createOverview } from './cost/overview.ts';
import { createCostSettings } from './cost/settings.ts';
import { createFeed, type Feed } from './feed.ts';
import { createDrain } from './http/drain.ts';
import { createGuard } from './http/guard.ts';
import { listenFrom } from './http/listen.ts';
import { createMetrics } from './http/metrics.ts';
import { createRateLimiter } from './http/rate-limit.ts';
import { awsRoutes } from './http/routes/aws.ts';
import { connectionRoutes } from './http/routes/connection.ts';
import { contractRoutes } from './http/routes/contract.ts';
import { costRoutes } from './http/routes/cost.ts';
import { eventRoutes } from './http/routes/events.ts';
import { logRoutes } from './http/routes/log.ts';
import { overviewRoutes } from './http/routes/overview.ts';
import { participantRoutes } from './http/routes/participants.ts';
import { publisherTokenRoutes } from './http/routes/publisher-token.ts';
import { readingRoutes } from './http/routes/reading.ts';
import { documentationRoutes, serviceRoutes } from './http/routes/service.ts';
import { stageRoutes } from './http/routes/stages.ts';
import { buildServer } from './http/server.ts';
import { logged } from './presence/records.ts';
import { startSleepWatch } from './presence/sleep-watch.ts';
import { startSweeper } from './presence/sweeper.ts';
import { createViewers, type HeartbeatTimings, type Viewers } from './presence/viewers.ts';
import { createReports } from './reports.ts';
import type { Store } from './store/types.ts';
import type { TokenIssuer } from './tokens/issuer.ts';
import { watchIssuer } from './tokens/watch.ts';

export interface ServiceOptions {
  apiKey: string;
  /** For tokens that name no stage. */
  defaultStageArn: string | null;
  /** Stages beside the default one; `all`: those that ListStages tells. */
  stages: readonly string[] | 'all';
  /** Where all stages are; that of the default stage where none is given. */
  awsRegion?: string | undefined;
  host: string;
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
  /** Requests a second per user; 0: no limit. */
  rateLimit: number;
  heartbeatIntervalMs: number;
  heartbeatTimeoutMs: number;
  /** US dollars. */
  pricePerMinute: number;
  version: string;
}

export interface Service {
  app: FastifyInstance;
  viewers: Viewers;
  feed: Feed;
  /** Takes the last run's sessions, listens (on the next free port where this one is taken) and starts the sweep. */
  listen(port: number): Promise<number>;
  /** While it serves. */
  retime(timings: HeartbeatTimings): void;
  /** Drains: refuses what is new, ends what is under way, keeps what is known. The store is closed too. */
  close(): Promise<void>;
}

/** The token and presence API over a store and an issuer. */
export function createService(
  options: ServiceOptions,
  deps: {
    store: Store;
    issuer: TokenIssuer;
    clients: Pick<IvsClients, 'forRegion'>;
    connection?: Connection;
    logger: Logger;
    clock?: Clock;
  },
): Service {
  const { store, logger, clock = systemClock } = deps;
  const { issuer, watch: issuerWatch } = watchIssuer(deps.issuer);
  const feed = createFeed();
  const { heartbeatTimeoutMs, heartbeatIntervalMs } = options;
  const viewers = createViewers({ store, issuer, feed, clock, heartbeatTimeoutMs, heartbeatIntervalMs });
  const { version } = options;
  const costSettings = createCostSettings({ store, clock, startPrice: options.pricePerMinute });
  const pricePerMinute = () => costSettings.current().pricePerMinute;
  const { presence, participants } = viewers;
  const reports = createReports({ presence, store, feed, issuer, issuerWatch, clock, version, pricePerMinute });
  const guard = createGuard(options);
  const metrics = createMetrics();
  let shuttingDown = false;
  const stopping = new AbortController();

  const { defaultStageArn, stages, awsRegion = defaultStageArn === null ? null : regionOf(defaultStageArn) } = options;
  const aws = createAwsObservation({
    clients: deps.clients,
    wish: { defaultStageArn, stages, region: awsRegion },
    ...{ viewers, store, logger, clock },
    readers: () => events.readers,
    onPublishing: (stageArn, publishing) => feed.tell({ kind: 'stage', event: { stageArn, publishing } }),
  });
  const overview = createOverview({ presence, participants, store, clock, settings: costSettings, defaultStageArn });
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const budgets = createBudgetWatch({ settings: costSettings, overview, store, clock, timeZone });
  const events = eventRoutes({ feed, store, onReader: () => aws.wake() });
  const described = [
    ...contractRoutes({ viewers, defaultStageArn }),
    ...readingRoutes({ presence, store, clock }),
    ...participantRoutes({ participants, clock }),
    ...overviewRoutes({ overview, presence, participants, store, clock, settings: costSettings }),
    ...costRoutes({ presence, participants, store, clock, settings: costSettings }),
    ...logRoutes({ store, clock, apiKey: options.apiKey, stopping: stopping.signal }),
    ...stageRoutes({ aws, presence }),
    ...publisherTokenRoutes({ issuer, store, clock, defaultStageArn }),
    ...awsRoutes({ aws, presence, defaultStageArn }),
    ...(deps.connection === undefined ? [] : connectionRoutes({ connection: deps.connection })),
    ...events.routes,
    ...serviceRoutes({ reports, metrics }),
  ];
  const routes = [...described, ...documentationRoutes(described, version)];
  const app = buildServer({
    routes,
    guard,
    rateLimiter: createRateLimiter(options.rateLimit),
    metrics,
    logger,
    isShuttingDown: () => shuttingDown,
  });

  const drain = createDrain(app.server);

  const note = (
    type:
      | 'service.started'
      | 'service.stopped'
      | 'service.store-failed'
      | 'service.store-recovered'
      | 'service.database-set-aside',
    details = {},
  ) => store.commit([logged(type, 'service', null, { at: clock.wallMs(), details })]).catch(() => {});

  store.onLog((entries) => {
    feed.tell({ kind: 'log', entries });
    participants.reported(entries);
    aws.onLog(entries);
  });
  store.onStatus((now) => {
    feed.tell({ kind: 'status', event: { store: now } });
    const { status, message } = now;
    if (status === 'failing') {
      logger.error({ reason: message }, 'the store cannot be written');
      void note('service.store-failed', { message });
    } else {
      logger.info('the store can be written again');
      void note('service.store-recovered');
    }
  });

  let stopSweeper = (): void => {};
  let stopBudgetWatch = (): void => {};
  let stopSleepWatch = (): void => {};

  return {
    app,
    viewers,
    feed,
    async listen(port) {
      const restored = await viewers.restore();
      await costSettings.load();
      if (store.setAside !== null) void note('service.database-set-aside', { ...store.setAside });
      const used = await listenFrom(app, options.host, port);
      guard.setPort(used);
      stopSweeper = startSweeper(viewers);
      stopBudgetWatch = budgets.start();
      stopSleepWatch = startSleepWatch((forMs) => {
        logger.info({ forMs }, 'the machine slept: nobody counts until heard from');
        viewers.doubtEverybody();
      });
      aws.resume().catch(() => {}); // a store that fails has said so
      void note('service.started', { version, openSessions: restored });
      return used;
    },
    retime: (timings) => viewers.retime(timings),
    async close() {
      shuttingDown = true;
      stopping.abort();
      events.closeAll();
      aws.close();
      const drained = drain.begin();
      await app.close();
      drained();
      stopSweeper();
      stopBudgetWatch();
      participants.close();
      stopSleepWatch();
      await note('service.stopped');
      await store.close();
    },
  };
}
