import {
  type Backup,
  backUpDataSchema,
  backUpRequestSchema,
  backupsDataSchema,
  restoreDataSchema,
  restoreRequestSchema,
} from '../../../../shared/api.ts';
import type { BackupKeeper } from '../../backups/keeper.ts';
import { type BackupFile, backupFolder } from '../../store/backups/folder.ts';
import { BackupFailed } from '../../store/backups/make.ts';
import { StoreUnavailable } from '../../store/types.ts';
import { ApiError } from '../errors.ts';
import { backupMessages } from '../messages.ts';
import { type Route, route } from '../route.ts';

const iso = (at: number): string => new Date(at).toISOString();
const shown = ({ name, at, bytes, problem }: BackupFile): Backup => ({ name, at: iso(at), bytes, problem });

export function backupRoutes(deps: { keeper: BackupKeeper; dataDir: string; kept: number }): Route[] {
  const { keeper, dataDir, kept } = deps;
  return [
    route({
      method: 'GET',
      path: '/api/backups',
      summary: "The database's backups, and when the next one will be made",
      tag: 'service',
      answer: { kind: 'data', schema: backupsDataSchema },
      handle() {
        const nextAt = keeper.nextAt();
        return {
          data: {
            folder: backupFolder(dataDir),
            kept,
            backups: keeper.list().map(shown),
            nextAt: nextAt === null ? null : iso(nextAt),
            state: keeper.status(),
          },
        };
      },
    }),
    route({
      method: 'POST',
      path: '/api/backups',
      summary: 'Makes a backup now and checks it; answered when it is done. The oldest go where there are too many',
      tag: 'service',
      body: backUpRequestSchema,
      answer: { kind: 'data', schema: backUpDataSchema },
      failures: ['BACKUP_FAILED'],
      async handle() {
        try {
          return { data: { backup: shown(await keeper.backUpNow()) } };
        } catch (error) {
          if (!(error instanceof BackupFailed)) throw error;
          const { reason, message } = error;
          throw new ApiError('BACKUP_FAILED', { text: backupMessages[reason], details: { reason, message } });
        }
      },
    }),
    route({
      method: 'POST',
      path: '/api/backups/restore',
      summary:
        'Puts a backup in the place of the database, which is set aside under a dated name. Who watches goes on watching; what was kept since the backup was made is only in the database that was set aside',
      tag: 'service',
      body: restoreRequestSchema,
      answer: { kind: 'data', schema: restoreDataSchema },
      failures: ['BACKUP_NOT_FOUND', 'BACKUP_UNUSABLE', 'STORE_UNAVAILABLE'],
      async handle(input) {
        const restored = await keeper.restore(input.body.name).catch((error: unknown) => {
          const code = error instanceof StoreUnavailable ? error.code : '';
          if (code !== 'damaged' && code !== 'newer') throw error;
          const text = backupMessages[code === 'damaged' ? 'copyDamaged' : 'newer'];
          throw new ApiError('BACKUP_UNUSABLE', { text, details: { reason: code, message: (error as Error).message } });
        });
        if (restored === null) throw new ApiError('BACKUP_NOT_FOUND');
        const { name, lostFrom, lostTo, setAside } = restored;
        return { data: { restored: name, lostFrom: iso(lostFrom), lostTo: iso(lostTo), setAside } };
      },
    }),
  ];
}
