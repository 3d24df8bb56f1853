import type { Page } from '@playwright/test';
import { afterEach, expect, it } from 'vitest';
import { openConsole } from '../harness/console-page.ts';
import { languagesAndThemes } from '../harness/looks.ts';
import { script } from '../harness/sample.ts';
import { backup, backups, FOLDER } from '../harness/sample-backups.ts';
import { settingsView } from '../harness/sample-settings.ts';
import { invocations, type Script, send } from '../harness/scripted-bridge.ts';
import type { Surroundings } from '../harness/surroundings.ts';
import { violations } from '../harness/violations.ts';

const ASIDE = '/var/lib/stagewatch-serve/stagewatch.sqlite.replaced-2026-03-08T12-00-00.000Z';
const FAILING = {
  status: 'failing',
  reason: 'disk-full',
  message: '82 MiB are needed, 12 MiB are free',
  nextTryAt: '2026-03-08T12:34:00.000Z',
} as const;

export function backupsSuite(surroundings: () => Surroundings): void {
  let page: Page;
  let complaints: string[];

  async function open(
    options: Parameters<typeof script>[0] = { language: 'en' },
    answers: Partial<Script['answers']> = {},
  ): Promise<void> {
    const played = script(options);
    Object.assign(played.answers, {
      'settings:view': settingsView(),
      'api:backups': { ok: true, data: backups() },
      ...answers,
    });
    ({ page, complaints } = await openConsole(surroundings(), played, { hash: '#/settings' }));
    await page.getByTestId('backup-plan').waitFor();
  }
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  it.each(languagesAndThemes)('is accessible, asking before a restore, in $language, $theme', async (look) => {
    await open(look, { 'api:backups': { ok: true, data: backups({ state: FAILING }) } });
    await page.getByTestId('backup').first().getByRole('button').click();
    await page.getByTestId('confirm-restore').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('shows when, how large and whether it can be restored; what cannot be has no button', async () => {
    await open();
    const words = await page.getByTestId('backup').allInnerTexts();
    expect(words.map((text) => text.split('\n').slice(1))).toEqual([
      ['48.2 MB', 'Checked', 'Restore'],
      ['47.0 MB', 'Checked', 'Restore'],
      ['4.1 kB', 'Damaged'],
      ['44.5 MB', 'Checked', 'Restore'],
      ['43.3 MB', 'From a newer version'],
    ]);
    expect(await page.getByTestId('backup-plan').innerText()).toMatch(/the newest 7 are kept/);
    expect(await page.getByTestId('backup-plan').innerText()).toContain(FOLDER);
  });

  it('restores what was chosen only once that was confirmed, and says where the present database is', async () => {
    const data = { restored: backup(1).name, lostFrom: backup(1).at, lostTo: backup(0).at, setAside: ASIDE };
    await open({ language: 'en' }, { 'api:restore-backup': { ok: true, data } });
    const restores = async () =>
      (await invocations(page)).filter(({ channel }) => channel === 'api:restore-backup').map(({ payload }) => payload);
    const second = page.getByTestId('backup').nth(1);
    await second.getByRole('button').click();
    await second.getByRole('button', { name: 'Cancel' }).click();
    expect(await restores()).toEqual([]);
    await second.getByRole('button').click();
    expect(await page.getByRole('alertdialog').innerText()).toMatch(/set aside as a file, not deleted/);
    await page.getByTestId('confirm-restore').click();
    await page.getByText(ASIDE).waitFor();
    expect(await restores()).toEqual([{ name: backup(1).name }]);
  });

  it('makes one now, and says why where that did not work', async () => {
    const message = 'There is not enough room on the disk for a backup. Make room; it is tried again by itself';
    await open({ language: 'en' }, { 'api:back-up': { ok: false, code: 'BACKUP_FAILED', message } });
    await page.getByTestId('back-up-now').click();
    await page.getByText(message).waitFor();
    expect(await page.getByTestId('backup-outcome').getAttribute('data-good')).toBe('false');
  });

  it('raises an alarm on every page while none can be made, and takes it back when one could', async () => {
    await open();
    const alarm = page.getByTestId('backup-alarm');
    await send(page, 'live:status', { store: { status: 'ok' }, backups: FAILING });
    await alarm.waitFor();
    expect(await alarm.innerText()).toMatch(/no room on the disk/);
    await send(page, 'live:status', { store: { status: 'ok' }, backups: { status: 'ok' } });
    await alarm.waitFor({ state: 'detached' });
  });
}
