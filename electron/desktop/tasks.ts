/** What the desktop does instead of opening its console: `--preflight`, `--make-keys`. Each prints its result and ends. */
import { resolve } from 'node:path';
import { app, screen } from 'electron';
import type { Logger } from 'pino';
import { assertNever } from '../../shared/assert-never.ts';
import type { PinLock } from '../kiosk/pin-lock.ts';
import { checkAutostart } from '../preflight/autostart.ts';
import { checkDisplays } from '../preflight/displays.ts';
import { runPreflight } from '../preflight.ts';
import { restoreDatabase } from '../service/store/restore-task.ts';
import { makeKeyPair } from '../service/tokens/make-key-pair.ts';
import type { LoadedSettings } from '../settings/load.ts';
import type { ParsedSettings, Task } from '../settings/parse.ts';
import { bundleTask } from '../support-bundle/bundle-task.ts';
import { setupProtocol, setupScheme } from './app-protocol.ts';
import { systemAutostart } from './autostart.ts';
import { setupDataFolder } from './data-folder.ts';
import { setupGuards } from './guards.ts';
import { setupPinLock } from './kiosk/pin-lock.ts';
import { resetKioskPin, setKioskPin, setKioskPinFrom } from './kiosk/pin-tasks.ts';
import { setupPageAbilities } from './page-abilities.ts';
import { resolveLanguage } from './preferences.ts';
import { setupSecrets } from './secrets.ts';
import { checkCodecs, checkKeychain } from './shell-checks.ts';
import type { DataFolder } from './writable-folder.ts';

/** Must be called before Electron is ready. */
export function runTask(task: Task, parsed: LoadedSettings, log: Logger): void {
  taskOf(task, parsed, log).then(
    (exitCode) => app.exit(exitCode),
    (error) => {
      log.fatal({ err: error }, `--${task} broke`);
      app.exit(1);
    },
  );
}

function taskOf(task: Task, parsed: LoadedSettings, log: Logger): Promise<number> {
  switch (task) {
    case 'preflight':
      return preflight(parsed, log);
    case 'make-keys':
      return makeKeys(parsed, log);
    case 'restore':
      return restore(parsed);
    case 'support-bundle':
      return supportBundle(parsed);
    case 'set-kiosk-pin':
      return setKioskPin(...pinLock(parsed, log));
    case 'set-kiosk-pin-from':
      return setKioskPinFrom(parsed.taskArgument, ...pinLock(parsed, log));
    case 'reset-kiosk-pin':
      return resetKioskPin(...pinLock(parsed, log));
    default:
      return assertNever(task);
  }
}

async function preflight({ settings }: ParsedSettings, log: Logger): Promise<number> {
  const dataDir = resolve(settings.data ?? app.getPath('userData'));
  setupScheme();
  setupGuards();
  const askPage = setupPageAbilities();
  const secrets = setupSecrets(dataDir, log, settings);
  app.on('window-all-closed', () => {}); // the hidden window goes before the rest has ended
  await app.whenReady();
  setupProtocol(Promise.resolve(null));
  const report = await runPreflight({
    settings,
    dataDir,
    version: app.getVersion(),
    shell: process.versions.electron === undefined ? 'chromium' : 'electron',
    language: resolveLanguage(settings.language, app.getPreferredSystemLanguages()),
    logger: log,
    secrets,
    shellChecks: [
      { name: 'keychain', run: () => checkKeychain(secrets) },
      { name: 'codecs', run: () => checkCodecs(askPage) },
      {
        name: 'displays',
        run: async () => checkDisplays(screen.getAllDisplays(), screen.getPrimaryDisplay().id, settings.kioskDisplay),
      },
      { name: 'autostart', run: () => checkAutostart(settings.startAtLogin, systemAutostart()) },
    ],
  });
  await print(report);
  return report.ok ? 0 : 1;
}

/** One JSON line: `{"kept": true, "backend", "publicKeyPem"}`, or `{"kept": false, "backend", "reason"}` and exit code 1. */
async function makeKeys({ settings }: ParsedSettings, log: Logger): Promise<number> {
  const folder = setupDataFolder(settings.data);
  if (folder.notices.length > 0) return refuse('disk', `The data folder cannot be written: ${settings.data}.`);
  if (!app.requestSingleInstanceLock()) {
    return refuse(
      'in-use',
      'Stagewatch runs with this data folder: close it first, or its keychain file is overwritten.',
    );
  }
  const secrets = setupSecrets(folder.path, log, settings);
  const { backend, secrets: kept } = await secrets.status();
  if (kept['private-key'].state !== 'absent') {
    const remedy = 'Forget it first on the page "Connection" if tokens signed with it are not needed any longer.';
    return refuse('kept-already', `The keychain keeps a private key already. ${remedy}`, backend);
  }
  const { privateKeyPem, publicKeyPem } = await makeKeyPair();
  const result = await secrets.savePrivateKey({ privateKeyPem, publicKeyArn: null });
  if (!result.ok) {
    return refuse(
      result.refusal,
      result.refusal === 'plain-text'
        ? `This system offers no keychain (${backend}): a private key would lie in plain text, so none is kept. Install and unlock GNOME Keyring or KWallet.`
        : `The keychain (${backend}) did not keep the key: ${result.refusal}.`,
      backend,
    );
  }
  await print({ kept: true, backend, publicKeyPem });
  return 0;
}

function pinLock({ settings }: ParsedSettings, log: Logger): [DataFolder, PinLock] {
  const folder = setupDataFolder(settings.data);
  return [folder, setupPinLock(folder.path, log)];
}

/** One JSON line (RestoreOutcome); exit code 1 where nothing was restored. */
async function restore({ settings, taskArgument }: ParsedSettings): Promise<number> {
  const outcome = restoreDatabase(resolve(settings.data ?? app.getPath('userData')), taskArgument, new Date());
  if (!outcome.restored) process.stderr.write(`${outcome.message}\n`);
  await print(outcome);
  return outcome.restored ? 0 : 1;
}

/** One JSON line (BundleOutcome); exit code 1 where nothing was written. */
async function supportBundle(parsed: LoadedSettings): Promise<number> {
  const outcome = await bundleTask(parsed, process.versions.electron === undefined ? 'chromium' : 'electron');
  await print(outcome);
  return outcome.status === 'done' ? 0 : 1;
}

async function refuse(reason: string, sentence: string, backend?: string): Promise<number> {
  process.stderr.write(`${sentence}\n`);
  await print({ kept: false, ...(backend !== undefined && { backend }), reason });
  return 1;
}

/** Resolves once it is out: the process ends right after. */
const print = (value: object): Promise<void> =>
  new Promise((written) => process.stdout.write(`${JSON.stringify(value)}\n`, () => written()));
