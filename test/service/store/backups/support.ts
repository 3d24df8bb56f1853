import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { DEFAULT_RETENTION, openStore } from '../../../../electron/service/store/open.ts';
import { openEngine } from '../../../../electron/service/store/sqlite/engine.ts';
import { DATABASE_FILE } from '../../../../electron/service/store/sqlite/open-database.ts';
import type { Store, StoreWrite } from '../../../../electron/service/store/types.ts';
import { STAGE } from '../../support/audience.ts';

export const line = (userId: string): StoreWrite => ({
  kind: 'logged',
  entry: {
    ...{ at: Date.now(), source: 'api', type: 'presence.joined', stageArn: STAGE, userId, participantId: 'p' },
    ...{ reason: null, details: { filler: 'x'.repeat(200) } },
  },
});

export const databaseIn = (dataDir: string): string => join(dataDir, DATABASE_FILE);

/** Closed when the test is finished. */
export async function open(dataDir: string): Promise<Store> {
  const store = await openStore({ dataDir });
  onTestFinished(() => store.close());
  return store;
}

/** Entries `first` … `first + count - 1`, in good order. */
export function seed(dataDir: string, first: number, count: number): void {
  const engine = openEngine({ dataDir, retention: DEFAULT_RETENTION, now: new Date() });
  engine.commit([Array.from({ length: count }, (_, n) => line(`till-${first + n}`))]);
  engine.close();
}

/** Whose entries lie in a database file, oldest first. */
export function usersIn(file: string): string[] {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare('SELECT user_id FROM log ORDER BY id').pluck().all() as string[];
  } finally {
    db.close();
  }
}

export const users = async (store: Store): Promise<(string | null)[]> =>
  (await store.logAfter(0, 10_000)).map(({ userId }) => userId);
