import { randomBytes } from 'node:crypto';
import { homedir, hostname } from 'node:os';
import type { ConnectionData } from '../../shared/api.ts';
import type { Settings } from '../../shared/settings.ts';
import type { SettingProblem, SettingsView } from '../../shared/settings-view.ts';
import type { BundledSettings, Versions } from '../../shared/support-bundle.ts';
import { problemSentence } from '../settings/problem-words.ts';
import type { BundleRequest } from './write-bundle.ts';

export interface BundleSources {
  path: string;
  dataDir: string;
  showUserIds: boolean;
  settings: Settings;
  view: SettingsView;
  problems: readonly SettingProblem[];
  versions: Versions;
  connection: ConnectionData | null;
  /** What must appear nowhere, beside the settings' own secrets: the API key in use. */
  secrets: readonly string[];
  now: Date;
}

/** Everything that the thread needs which makes a bundle; secrets go with it only to be searched for. */
export function bundleRequest(sources: BundleSources): BundleRequest {
  const { settings, showUserIds, now } = sources;
  const own = [settings.apiKey, settings.privateKey, process.env.AWS_SECRET_ACCESS_KEY, process.env.AWS_SESSION_TOKEN];
  return {
    path: sources.path,
    dataDir: sources.dataDir,
    madeAt: now.toISOString(),
    versions: sources.versions,
    settings: bundledSettings(sources.view, sources.problems),
    retention: { logDays: settings.logDays, logEntries: settings.logEntries, historyDays: settings.historyDays },
    connection: sources.connection,
    redaction: {
      salt: randomBytes(32),
      showUserIds,
      secrets: [...sources.secrets, ...own].filter((secret) => secret !== undefined),
      homeFolder: homedir(),
      hostName: hostname(),
    },
  };
}

const bundledSettings = (view: SettingsView, problems: readonly SettingProblem[]): BundledSettings => ({
  settings: view.settings.map(({ name, source, value, secret }) => ({
    ...{ name, source },
    value: secret ? null : value,
    redacted: secret ? 'secret' : 'no',
  })),
  policyFile: view.policyFile,
  userFile: view.userFile,
  problems: problems.map(problemSentence),
});
