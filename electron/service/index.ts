import type { Server } from 'node:http';
import type { Logger } from 'pino';
import type { StatusEvent } from '../../shared/api.ts';
import { type IvsClients, regionOf } from './aws/clients.ts';
import { createAwsObservation } from './aws/observation.ts';
import { createBackupKeeper, restoredDetails } from './backups/keeper.ts';
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
import { backupRoutes } from './http/routes/backups.ts';
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
import { renote } from './presence/renote.ts';
import { startSleepWatch } from './presence/sleep-watch.ts';
import { startSweeper } from './presence/sweeper.ts';
import { createViewers, type HeartbeatTimings, type Viewers } from './presence/viewers.ts';
import { createReports } from './reports.ts';
import type { Migrated, Reopened, SetAside, Store } from './store/types.ts';
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
  /** Of the API: for who looks at its connections. */
  server: Server;
  /** A tree of the API's routes, for people. */
  printRoutes(): string;
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
    /** Where the store's files lie, and how many backups are kept beside them (0: none are made by themselves). */
    backups?: { dataDir: string; kept: number };
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
  const budgets = createBudgetWatch({ settings: costSettings, overview, store, clock, timeZone: timeZoneHere });
  const keeper = deps.backups && createBackupKeeper({ ...deps.backups, store, clock, logger });
  let database = clock.wallMs();
  const status = (): StatusEvent => ({
    store: store.status(),
    ...(keeper !== undefined && { backups: keeper.status() }),
    database: new Date(database).toISOString(),
  });
  const tellStatus = () => feed.tell({ kind: 'status', event: status() });
  const events = eventRoutes({ feed, store, status, onReader: () => aws.wake() });
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
    ...(keeper === undefined || deps.backups === undefined ? [] : backupRoutes({ keeper, ...deps.backups })),
    ...events.routes,
    ...serviceRoutes({ reports, metrics }),
  ];
  const routes = [...described, ...documentationRoutes(described, version)];
  const { server, printRoutes } = buildServer({
    routes,
    guard,
    rateLimiter: createRateLimiter(options.rateLimit),
    metrics,
    logger,
    isShuttingDown: () => shuttingDown,
  });

  const drain = createDrain(server);

  const note = (
    type:
      | 'service.started'
      | 'service.stopped'
      | 'service.store-failed'
      | 'service.store-recovered'
      | 'service.database-set-aside'
      | 'service.database-restored'
      | 'service.database-moved'
      | 'service.backup'
      | 'service.backup-failed',
    details = {},
  ) => store.commit([logged(type, 'service', null, { at: clock.wallMs(), details })]).catch(() => {});

  store.onLog((entries) => {
    feed.tell({ kind: 'log', entries });
    participants.reported(entries);
    aws.onLog(entries);
  });
  store.onStatus((now) => {
    tellStatus();
    const { status: state, message } = now;
    if (state === 'failing') {
      logger.error({ reason: message }, 'the store cannot be written');
      void note('service.store-failed', { message });
    } else {
      logger.info('the store can be written again');
      void note('service.store-recovered');
    }
  });
  keeper?.onStatus(tellStatus);
  store.onReopened((reopened) => void goOnWith(reopened));

  /** The file that was open lost its place, or a backup took it: memory goes on, and tells the database what goes on. */
  async function goOnWith({ rescued, setAside, isAnother }: Reopened): Promise<void> {
    if (rescued !== null) {
      logger.error(
        rescued,
        `the database file was ${rescued.how} while it was open; what it held is in ${rescued.file}`,
      );
      void note('service.database-moved', rescued);
    }
    if (setAside !== null) noteSetAside(setAside);
    if (!isAnother) return;
    database = clock.wallMs();
    await renote({ presence, participants, store }).catch(() => {}); // what fails is told by the store's status
    await costSettings.load().catch(() => {});
    // Whoever follows the log comes back and goes on from where this database is.
    tellStatus();
    events.closeAll();
  }

  function noteSetAside({ restored, ...found }: SetAside): void {
    void note('service.database-set-aside', {
      ...found,
      ...(restored !== null && { restored: restoredDetails(restored, found.file) }),
    });
  }

  function noteMigrated({ from, to, backup }: Migrated): void {
    if (backup === null) return;
    const { made, ...details } = backup;
    void note(made ? 'service.backup' : 'service.backup-failed', { ...details, schemaFrom: from, schemaTo: to });
  }

  let stopSweeper = (): void => {};
  let stopBudgetWatch = (): void => {};
  let stopSleepWatch = (): void => {};

  return {
    server,
    printRoutes,
    viewers,
    feed,
    async listen(port) {
      const restored = await viewers.restore();
      await costSettings.load();
      const { setAside, finishedRestore, migrated } = store.opened;
      if (setAside !== null) noteSetAside(setAside);
      if (finishedRestore) void note('service.database-restored', { finished: true });
      if (migrated !== null) noteMigrated(migrated);
      const used = await listenFrom(server, options.host, port);
      guard.setPort(used);
      stopSweeper = startSweeper(viewers);
      stopBudgetWatch = budgets.start();
      keeper?.start();
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
      await closed(server);
      drained();
      stopSweeper();
      stopBudgetWatch();
      keeper?.stop();
      participants.close();
      stopSleepWatch();
      await note('service.stopped');
      await store.close();
      keeper?.close();
    },
  };
}

/** Asked when it is wanted: reading the time zones takes as long as a good part of the start. */
const timeZoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Resolves when the last connection has ended; the drain sees to that. */
const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
