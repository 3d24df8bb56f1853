/**
 * The headless service (docs/api.md): `npm run serve -- …`.
 * stdout carries one JSON line when it listens, stderr the log. Exit codes: 0 ended by SIGTERM or SIGINT,
 * 1 could not start or broke, 2 a setting was refused.
 */
import pino from 'pino';
import manifest from '../package.json' with { type: 'json' };
import { startBackend } from './backend.ts';
import { logDestination } from './log-destination.ts';
import { headlessChecks } from './preflight/headless.ts';
import { runPreflight } from './preflight.ts';
import { defaultDataDir } from './service/data-dir.ts';
import { StartError } from './service/http/listen.ts';
import { restoreDatabase } from './service/store/restore-task.ts';
import { StoreOpenError } from './service/store/types.ts';
import { type LoadedSettings, loadSettings } from './settings/load.ts';
import { helpText, SettingsError } from './settings/parse.ts';
import { logProblems } from './settings/problem-words.ts';
import { bundleTask } from './support-bundle/bundle-task.ts';

/** A drain that takes longer is cut short. */
const DRAIN_LIMIT_MS = 10_000;

const loaded = settingsOrExit();
const { settings, help, version, task, taskArgument, problems, dataDir } = loaded;
if (help) exitWith(0, process.stdout, helpText('npm run serve --', ['preflight', 'restore', 'support-bundle']));
if (version) exitWith(0, process.stdout, `${manifest.version}\n`);

const logger = pino(
  { level: settings.logLevel, base: { pid: process.pid }, redact: { paths: redactedPaths(), censor: '[redacted]' } },
  logDestination(task === null ? dataDir : null),
);
logProblems(problems, logger);
process.on('uncaughtException', (error) => {
  logger.fatal({ err: error }, 'uncaught exception');
  process.exit(1);
});

if (task === 'set-kiosk-pin' || task === 'set-kiosk-pin-from' || task === 'reset-kiosk-pin') {
  exitWith(2, process.stderr, `--${task} is for the desktop: this service has no kiosk mode.\n`);
}
if (task === 'make-keys') {
  exitWith(2, process.stderr, '--make-keys needs a keychain, which only the desktop has: run "npm run keys".\n');
}
if (task === 'preflight') {
  const report = await runPreflight({
    settings,
    dataDir,
    version: manifest.version,
    shell: 'node',
    language: settings.language === 'zh-TW' ? 'zh-TW' : 'en',
    logger,
    shellChecks: headlessChecks,
  });
  exitWith(report.ok ? 0 : 1, process.stdout, `${JSON.stringify(report)}\n`);
}

if (task === 'restore') {
  const outcome = restoreDatabase(dataDir, taskArgument, new Date());
  if (!outcome.restored) process.stderr.write(`${outcome.message}\n`);
  exitWith(outcome.restored ? 0 : 1, process.stdout, `${JSON.stringify(outcome)}\n`);
}

if (task === 'support-bundle') {
  const outcome = await bundleTask(loaded, 'node');
  exitWith(outcome.status === 'done' ? 0 : 1, process.stdout, `${JSON.stringify(outcome)}\n`);
}

/** A signal before it listens: what is open by then is closed. */
const stopped = new AbortController();
let stop = (): void => {
  stop = () => {};
  stopped.abort();
  limitTheEnd();
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop());

try {
  const backend = await startBackend(settings, {
    dataDir,
    version: manifest.version,
    logger,
    stopped: stopped.signal,
  });
  stop = () => {
    stop = () => {};
    logger.info('draining');
    limitTheEnd();
    backend.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'closing failed');
        process.exit(1);
      },
    );
  };
  const { apiUrl: api, stageArn, apiKey, apiKeyGenerated } = backend;
  process.stdout.write(
    `${JSON.stringify({ event: 'listening', api, stageArn, ...(apiKeyGenerated && { apiKey }) })}\n`,
  );
  if (stopped.signal.aborted) stop();
} catch (error) {
  if (stopped.signal.aborted) process.exit(0);
  if (!(error instanceof StartError || error instanceof StoreOpenError)) throw error;
  exitWith(1, process.stderr, `${error.message}\n`);
}

function limitTheEnd(): void {
  setTimeout(() => {
    logger.warn('ending took too long');
    process.exit(1);
  }, DRAIN_LIMIT_MS).unref();
}

function settingsOrExit(): LoadedSettings {
  try {
    return loadSettings(process.argv.slice(2), process.env, defaultDataDir);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return exitWith(2, process.stderr, `${error.message}\n`);
  }
}

function exitWith(code: number, stream: NodeJS.WriteStream, text: string): never {
  stream.write(text);
  process.exit(code);
}

/** Whatever is logged: these never are. */
function redactedPaths(): string[] {
  return [
    'token',
    'apiKey',
    '*.token',
    '*.apiKey',
    'privateKey',
    '*.privateKey',
    '*.privateKeyPem',
    'headers["x-api-key"]',
    '*.headers["x-api-key"]',
    '*.authorization',
  ];
}
