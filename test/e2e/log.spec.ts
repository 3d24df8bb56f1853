import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, untilWatching } from './support/test.ts';

test('the log is exported into the file that the user names, exactly as it is filtered', async ({ launch }) => {
  const app = await launch({ env: { STAGEWATCH_VIEWER_ID: '=till 收銀台' } });
  await untilWatching(app);
  const target = join(app.dataDir, 'export.csv');
  // The user's answer to the system's dialog, which no test can press.
  await app.main(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, target);

  await app.page(() => {
    location.hash = '#/log?type=presence.joined&type=token.issued';
  });
  await expect.poll(() => app.text('log-row')).not.toBeNull();
  await app.click('log-export');
  await expect.poll(() => app.text('export-csv')).not.toBeNull();
  await app.click('export-csv');
  await expect.poll(() => app.attribute('export-strip', 'data-status')).toBe('done');
  expect(await app.text('export-strip')).toContain(target);

  const text = readFileSync(target, 'utf8');
  expect(text.startsWith('\uFEFFid,at,source,type,')).toBe(true);
  const lines = text.trimEnd().split('\r\n').slice(1);
  expect(lines.map((line) => line.split(',')[3]).sort()).toEqual(['presence.joined', 'token.issued']);
  // Opened in a spreadsheet it is a name, not a formula.
  expect(text).toContain("'=till 收銀台");
  expect(readdirSync(app.dataDir).filter((name) => name.endsWith('.part'))).toEqual([]);
});
