/** Brings up everything behind the API: the local stage where none else is given, the store, the issuer, the service. */
import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import type { Logger } from 'pino';
import type { Notice } from '../shared/ipc.ts';
import type { Settings } from '../shared/settings.ts';
import { type KeptSecrets, openAwsAccess } from './aws-access.ts';
import type { Network } from './network/network.ts';
import type { Trust } from './network/trust.ts';
import type { SavedCredentials } from './service/aws/credentials.ts';
import { createService } from './service/index.ts';
import { openStore } from './service/store/open.ts';
import type { Retention } from './service/store/protocol.ts';
import type { Store } from './service/store/types.ts';
import { type ChosenStage, chooseStage } from './stage-choice.ts';

export interface Backend {
  /** `http://127.0.0.1:PORT` */
  apiUrl: string;
  apiKey: string;
  apiKeyGenerated: boolean;
  /** For tokens that name no stage. */
  stageArn: string | null;
  /** Origin of the local stage or of another endpoint (`http://127.0.0.1:PORT`); null: Amazon IVS itself. For the CSP. */
  stageEndpoint: string | null;
  localStage: boolean;
  notices: Notice[];
  /** From the next call on; null: none are saved (any longer). */
  replaceSavedCredentials(saved: SavedCredentials | null): void;
  /** From now on; nobody's session ends by it. */
  retime(timings: Pick<Settings, 'heartbeatIntervalMs' | 'heartbeatTimeoutMs'>): void;
  /** Drains and ends everything. */
  close(): Promise<void>;
}

/**
 * @param context `stopped`: nobody wants it any more; what was begun is closed and the signal's reason thrown
 * @throws StoreOpenError, StartError: one sentence that says what is wrong and what to do
 */
export async function startBackend(
  settings: Settings,
  context: { dataDir: string; version: string; logger: Logger; secrets?: KeptSecrets; stopped?: AbortSignal },
): Promise<Backend> {
  const { logger, version, dataDir, stopped } = context;
  const notices: Notice[] = [];
  const undo: (() => Promise<void>)[] = [];
  const close = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };

  try {
    const store = await openStore({ dataDir, retention: retentionOf(settings) });
    undo.push(() => store.close());
    noteSetAside(store, notices, logger);
    noteMigrated(store, notices, logger);
    stopped?.throwIfAborted();

    const stage = await chooseStage(settings, logger);
    undo.push(() => stage.close());
    stopped?.throwIfAborted();

    const apiKey = settings.apiKey ?? randomBytes(32).toString('base64url');
    const { endpoint } = stage;
    const aws = openAwsAccess(stage, settings, context.secrets, (trust) => tellTrust(trust, logger));
    undo.push(async () => aws.close());
    tellWay(aws.network, stage, logger);
    const service = createService(
      { ...settings, apiKey, defaultStageArn: stage.stageArn, version },
      {
        ...{ store, logger, clients: aws.clients, issuer: aws.issuer, connection: aws.connection },
        backups: { dataDir, kept: settings.backupsKept },
      },
    );
    undo.push(() => service.close());
    // A test that runs would keep the service from draining.
    undo.push(async () => aws.connection.close());

    const port = await service.listen(settings.port);
    if (settings.port !== 0 && port !== settings.port) {
      notices.push({ kind: 'port-taken', values: { wanted: settings.port, port } });
      logger.warn({ wanted: settings.port, port }, `port ${settings.port} is in use; the API listens on ${port}`);
    }
    const apiUrl = `http://${urlHost(settings.host)}:${port}`;
    logger.info({ api: apiUrl, stageArn: stage.stageArn, localStage: stage.local }, 'the API listens');
    return {
      apiUrl,
      apiKey,
      apiKeyGenerated: settings.apiKey === undefined,
      stageArn: stage.stageArn,
      stageEndpoint: endpoint === null ? null : new URL(endpoint).origin,
      localStage: stage.local,
      notices,
      replaceSavedCredentials: aws.credentials.replaceSaved,
      retime: service.retime,
      close,
    };
  } catch (error) {
    await close().catch((again: unknown) => logger.warn({ err: again }, 'closing after a failed start failed too'));
    throw error;
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;
const retentionOf = ({ logDays, logEntries, historyDays }: Settings): Retention => ({
  maxAgeMs: logDays * DAY_MS,
  maxEntries: logEntries,
  historyMs: historyDays * DAY_MS,
});

function noteSetAside(store: Store, notices: Notice[], logger: Logger): void {
  const { setAside } = store.opened;
  if (setAside === null) return;
  const { file, reason, restored, refused } = setAside;
  const values = { file, name: basename(file), reason };
  if (restored === null) {
    notices.push({ kind: 'database-set-aside', values });
    logger.error(
      { file, reason, refused },
      `the database was damaged; it is set aside as ${file} and a fresh one begins`,
    );
    return;
  }
  const { name: backup, lostFrom, lostTo } = restored;
  notices.push({ kind: 'database-restored', values: { ...values, backup, lostFrom, lostTo } });
  logger.error(
    { file, reason, refused, backup, lostFrom: new Date(lostFrom), lostTo: new Date(lostTo) },
    `the database was damaged; it is set aside as ${file} and the backup ${backup} is restored`,
  );
}

function noteMigrated({ opened: { migrated } }: Store, notices: Notice[], logger: Logger): void {
  if (migrated === null) return;
  const { from, to, backup } = migrated;
  logger.info({ from, to, backup }, `the database is at schema ${to} now, from ${from}`);
  if (backup === null || backup.made) return;
  const { reason, message } = backup;
  notices.push({ kind: 'database-upgraded-alone', values: { message } });
  logger.error({ reason, message }, 'no backup could be made before the database was changed');
}

function tellWay({ proxy, refusedProxy }: Network, { local }: ChosenStage, logger: Logger): void {
  if (refusedProxy !== null) logger.warn(`${refusedProxy} names no proxy and is not used`);
  if (!local) logger.info({ proxy }, 'the way to AWS');
}

function tellTrust({ system: systemCertificates, file }: Trust, logger: Logger): void {
  logger.info({ systemCertificates, caFile: file }, 'the certificates of connections to AWS');
  if (file !== null && file.problem !== null) {
    logger.warn(file, `not all of the certificate file ${file.path} could be read (${file.problem})`);
  }
}

/** Where clients on this machine reach a server that listens on `host`. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
