import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSupportBundles, type SupportBundlesDeps } from '../../electron/desktop/support-bundles.ts';
import type { BundleRequest } from '../../electron/support-bundle/write-bundle.ts';
import { versionsOf } from '../../electron/versions.ts';
import type { BundleProgress } from '../../shared/support-bundle.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

function bundlesOf(more: Partial<SupportBundlesDeps>) {
  const dataDir = tempFolder();
  const told: BundleProgress[] = [];
  const shown: string[] = [];
  const bundles = createSupportBundles({
    askSavePath: async () => null,
    askOpenPath: async () => null,
    request: async (path, showUserIds): Promise<BundleRequest> => ({
      ...{ path, dataDir, madeAt: '2026-11-22T14:03:22.481Z', versions: versionsOf('node'), connection: null },
      settings: { settings: [], policyFile: null, userFile: '', problems: [] },
      retention: { logDays: 90, logEntries: 1_000, historyDays: 400 },
      redaction: { salt: new Uint8Array(32), showUserIds, secrets: [], homeFolder: '/home/mei', hostName: 'till-7' },
    }),
    onProgress: (progress) => told.push(progress),
    showInFolder: (path) => shown.push(path),
    now: () => new Date('2026-11-22T14:03:22.481Z'),
    ...more,
  });
  return { bundles, told, shown };
}

it('asks where to, makes it step by step, shows it in its folder, and opens it until it is closed', async () => {
  const folder = tempFolder();
  let path = '';
  const askSavePath = async (name: string) => {
    path = join(folder, name);
    return path;
  };
  const { bundles, told, shown } = bundlesOf({ askSavePath, askOpenPath: async () => path });
  bundles.show();
  expect(await bundles.make(true)).toMatchObject({ status: 'done', path });
  expect(path).toBe(join(folder, 'stagewatch-support-2026-11-22T14-03-22.zip'));
  expect(told.map(({ step }) => step)).toEqual(['database', 'connection-log', 'log-files', 'finishing']);
  bundles.show();
  expect(shown).toEqual([path]);

  expect(await bundles.open()).toMatchObject({ status: 'opened', bundle: { path, manifest: { userIds: 'shown' } } });
  expect([bundles.opened()?.path, bundles.entries(0), bundles.entries(7)]).toEqual([path, [], []]);
  bundles.closeOpened();
  expect(bundles.opened()).toBeNull();
});

it('makes one at a time; whoever thinks better of it gets none, and what is no bundle is refused by name', async () => {
  const asked = Promise.withResolvers<string | null>();
  const { bundles } = bundlesOf({ askSavePath: () => asked.promise, askOpenPath: async () => import.meta.filename });
  const first = bundles.make(false);
  expect(await bundles.make(false)).toEqual({ status: 'busy' });
  const closed = bundles.close();
  asked.resolve(join(tempFolder(), 'unwanted.zip'));
  expect(await first).toEqual({ status: 'cancelled' });
  await closed;
  expect(await bundles.open()).toMatchObject({
    status: 'refused',
    path: import.meta.filename,
    refusal: 'not-a-bundle',
  });
});
