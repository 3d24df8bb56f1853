import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StoreWrite } from '../../../electron/service/store/types.ts';
import { STAGE } from '../support/audience.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { databaseIn, open } from './backups/support.ts';

const MIB = 1024 * 1024;
/** Where it is cut back to (`journal_size_limit`), and what one group of commits may add before that. */
const BOUND = 16 * MIB + 4 * MIB;

/** 64 KiB. */
const longEntry = (userId: string): StoreWrite => ({
  kind: 'logged',
  entry: {
    ...{ at: Date.now(), source: 'viewer', type: 'sdk.error', stageArn: STAGE, userId, participantId: 'p' },
    ...{ reason: null, details: { filler: 'x'.repeat(64 * 1024) } },
  },
});

test('the write-ahead log stays bounded under lasting writes, also while others read and a backup is made', async () => {
  const dataDir = tempFolder();
  const store = await open(dataDir);
  const file = databaseIn(dataDir);
  let longest = 0;
  let copied: Promise<void> | undefined;
  for (let group = 0; statSync(file).size < 2.5 * BOUND; group += 1) {
    await store.commit(Array.from({ length: 16 }, (_, n) => longEntry(`till-${group}-${n}`)));
    longest = Math.max(longest, statSync(`${file}-wal`).size);
    if (group === 10) copied = store.copyTo(join(dataDir, 'copy'));
    if (group % 10 === 0) await store.logPage({ userId: 'till-0-7' }, {}, 1);
  }
  await copied;
  expect(longest).toBeLessThan(BOUND);
}, 60_000);
