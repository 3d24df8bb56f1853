import type { Logger } from 'pino';
import type { BackupStatus } from '../../../shared/api.ts';
import type { Clock } from '../clock.ts';
import type { Instant } from '../presence/presence.ts';
import { logged } from '../presence/records.ts';
import { type BackupFile, listBackups, removeParts } from '../store/backups/folder.ts';
import { type BackupFailed, makeBackup } from '../store/backups/make.ts';
import type { RestoredBackup, Store } from '../store/types.ts';
import { type BackupHistory, isBackupDue, nextBackupAt } from './schedule.ts';

/** The first look comes a minute after the start, which has other things to do. */
const LOOK_MS = 60_000;

/** Makes a backup a day, keeps a number of them, and puts one back when asked. */
export interface BackupKeeper {
  /** The newest first; none while the folder cannot be read, which the next backup tells. */
  list(): BackupFile[];
  /** When the next one will be made; null: backups are switched off. */
  nextAt(): number | null;
  /** One that is being made is waited for. @throws BackupFailed */
  backUpNow(): Promise<BackupFile>;
  /**
   * @param name one of the list's
   * @returns null: there is no backup of this name
   * @throws StoreUnavailable with the code `damaged` or `newer` where it cannot be used; nothing has changed then
   */
  restore(name: string): Promise<(RestoredBackup & { setAside: string }) | null>;
  status(): BackupStatus;
  /** Told on change. Returns its disposer. */
  onStatus(listener: (status: BackupStatus) => void): () => void;
  /** Makes one if it is due. Never rejects. */
  look(): Promise<void>;
  /** Looks again and again, until `stop`. */
  start(): void;
  /** Before the store is closed: what fails from now on is no failure. */
  stop(): void;
  /** Once the store is closed: what was begun is removed. */
  close(): void;
}

/** @param deps.kept how many are kept; 0: none are made */
export function createBackupKeeper(deps: {
  store: Store;
  dataDir: string;
  kept: number;
  clock: Clock;
  logger: Logger;
}): BackupKeeper {
  const { store, dataDir, kept, clock, logger } = deps;
  const listeners = new Set<(status: BackupStatus) => void>();
  let madeAt: BackupHistory['madeAt'] = null;
  let failed: (NonNullable<BackupHistory['failed']> & { error: BackupFailed }) | null = null;
  let running: Promise<BackupFile> | null = null;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const now = (): Instant => ({ ms: clock.monotonicMs(), wall: clock.wallMs() });
  const list = (): BackupFile[] => {
    try {
      return listBackups(dataDir, clock.wallMs());
    } catch (error) {
      logger.warn({ err: error }, 'the folder of the backups cannot be read');
      return [];
    }
  };
  const history = (): BackupHistory => ({ newestAt: list()[0]?.at ?? null, madeAt, failed });

  function status(): BackupStatus {
    if (failed === null) return { status: kept === 0 ? 'off' : 'ok' };
    const { reason, message } = failed.error;
    return { status: 'failing', reason, message, nextTryAt: new Date(nextBackupAt(history(), now())).toISOString() };
  }

  const tell = (): void => {
    for (const listener of listeners) listener(status());
  };

  const keep = (...entry: Parameters<typeof logged>): void => {
    store.commit([logged(...entry)]).catch(() => {}); // kept in line, and told by the store's own status
  };

  async function make(): Promise<BackupFile> {
    const begunMs = clock.monotonicMs();
    try {
      const made = await makeBackup({ store, dataDir }, clock.wallMs(), Math.max(1, kept));
      const { name, bytes } = made;
      const details = { name, bytes, durationMs: Math.round(clock.monotonicMs() - begunMs) };
      madeAt = now();
      const wasFailing = failed !== null;
      failed = null;
      logger.info(details, 'the database is backed up');
      keep('service.backup', 'service', null, { at: clock.wallMs(), details });
      if (wasFailing) tell();
      return made;
    } catch (error) {
      if (!stopped) failing(error as BackupFailed);
      throw error;
    }
  }

  function failing(error: BackupFailed): void {
    const before = failed;
    failed = { at: now(), times: (before?.times ?? 0) + 1, error };
    tell();
    const { reason, message } = error;
    const { nextTryAt } = status() as Extract<BackupStatus, { status: 'failing' }>;
    logger.error({ reason, message, nextTryAt }, 'the database could not be backed up');
    if (before?.error.reason === reason) return; // said once, until it is another
    keep('service.backup-failed', 'service', null, { at: clock.wallMs(), reason, details: { message, nextTryAt } });
  }

  function backUpNow(): Promise<BackupFile> {
    running ??= make().finally(() => {
      running = null;
    });
    return running;
  }

  async function look(): Promise<void> {
    if (kept === 0 || running !== null || !isBackupDue(history(), now())) return;
    await backUpNow().catch(() => {}); // it has said so
  }

  return {
    list,
    nextAt: () => (kept === 0 ? null : nextBackupAt(history(), now())),
    backUpNow,
    status,
    look,
    async restore(name) {
      const backup = list().find((each) => each.name === name);
      if (backup === undefined) return null;
      await running?.catch(() => {}); // a copy that is being made is of what is here now
      const { setAside } = await store.restoreFrom(backup.path);
      const lost = { name, lostFrom: backup.at, lostTo: clock.wallMs() };
      logger.warn({ ...lost, setAside }, 'a backup was restored');
      keep('service.database-restored', 'operator', null, {
        at: lost.lostTo,
        details: restoredDetails(lost, setAside),
      });
      return { ...lost, setAside };
    },
    onStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      timer = setInterval(() => void look(), LOOK_MS);
    },
    stop() {
      stopped = true;
      clearInterval(timer);
    },
    close() {
      try {
        removeParts(dataDir);
      } catch (error) {
        logger.warn({ err: error }, 'an unfinished backup is left; the next one removes it');
      }
    },
  };
}

/** As the log tells it. */
export const restoredDetails = ({ name, lostFrom, lostTo }: RestoredBackup, setAside: string) => ({
  name,
  lostFrom: new Date(lostFrom).toISOString(),
  lostTo: new Date(lostTo).toISOString(),
  setAside,
});
