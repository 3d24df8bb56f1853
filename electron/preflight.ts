/** `--preflight`: everything that a start needs, tried once, before anybody relies on it. */
import type { Logger } from 'pino';
import type { Check } from '../shared/api.ts';
import type { Language, Settings } from '../shared/settings.ts';
import { type KeptSecrets, openAwsAccess } from './aws-access.ts';
import { checkDataFolder } from './preflight/data-folder.ts';
import { checkPort } from './preflight/port.ts';
import { checkUdp } from './preflight/udp.ts';
import { checkOf, failed, text } from './service/connection/finding.ts';
import { type CheckDefinition, runChecks } from './service/connection/run-checks.ts';
import { StartError } from './service/http/listen.ts';
import { type ChosenStage, chooseStage } from './stage-choice.ts';

const LIMIT_MS = 45_000;

/** What is printed: one JSON object. */
export interface PreflightReport {
  /** No check failed. */
  ok: boolean;
  version: string;
  /** What it ran on: `electron`, `chromium` (where Electron cannot be had), `node` (the headless service). */
  shell: string;
  startedAt: string;
  durationMs: number;
  checks: Check[];
}

/** @param options.shellChecks what only the shell can tell: keychain, codecs, displays, autostart */
export async function runPreflight(options: {
  settings: Settings;
  dataDir: string;
  version: string;
  shell: string;
  language: Language;
  logger: Logger;
  secrets?: KeptSecrets;
  shellChecks: readonly CheckDefinition[];
}): Promise<PreflightReport> {
  const { settings, dataDir, version, shell, language, logger, secrets, shellChecks } = options;
  const startedAt = new Date();
  const startedMs = performance.now();
  const stage = await chooseStage(settings, logger).catch((error: Error) => error);
  const access = stage instanceof Error ? null : attempt(() => openAwsAccess(stage, settings, secrets));
  const aws = access instanceof StartError ? null : access;
  const definitions: CheckDefinition[] = [
    { name: 'port', run: (signal) => checkPort(settings.host, settings.port, signal) },
    { name: 'data-folder', run: () => checkDataFolder(dataDir) },
    ...shellChecks,
    { name: 'udp', run: checkUdp },
    ...(access instanceof StartError ? [noIssuer(access)] : (access?.connection.checks() ?? [noStage(stage as Error)])),
  ];
  const findings = await runChecks(definitions, {
    limitMs: LIMIT_MS,
    onFinding: ({ name, status, message, durationMs }) =>
      logger[status === 'failed' ? 'error' : status === 'warning' ? 'warn' : 'info'](
        { check: name, status, durationMs },
        message[language],
      ),
  });
  aws?.close();
  if (!(stage instanceof Error)) await (stage as ChosenStage).close();
  return {
    ok: findings.every(({ status }) => status !== 'failed'),
    version,
    shell,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - startedMs),
    checks: findings.map((finding) => checkOf(finding, language)),
  };
}

/** @returns what the settings refuse; anything else is thrown on */
function attempt<T>(open: () => T): T | StartError {
  try {
    return open();
  } catch (error) {
    if (error instanceof StartError) return error;
    throw error;
  }
}

const noIssuer = ({ message }: StartError): CheckDefinition => ({
  name: 'issuer',
  run: async () =>
    failed(
      text('無法以目前的設定簽發 Token：{message}', 'Tokens cannot be issued with these settings: {message}', {
        message,
      }),
      text('請補上設定後再試一次', 'Complete the settings and try again'),
    ),
});

const noStage = ({ message }: Error): CheckDefinition => ({
  name: 'local-stage',
  run: async () =>
    failed(
      text('本機舞台無法啟動：{message}', 'The local stage could not start: {message}', { message }),
      text('請檢查防毒軟體與可用的連接埠', 'Check security software and the free ports'),
    ),
});
