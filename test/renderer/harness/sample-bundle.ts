import type { LogEntry } from '../../../shared/log.ts';
import { type SettingName, settingDefinitions } from '../../../shared/settings.ts';
import type { About, OpenedBundle, Versions } from '../../../shared/support-bundle.ts';

const versions: Versions = {
  ...{ app: '0.1.0', shell: 'electron', electron: '45.4.1', chromium: '156.0.7103.2', node: '24.21.0' },
  os: { platform: 'win32', release: '10.0.26100', arch: 'x64' },
  packages: {
    'amazon-ivs-web-broadcast': '1.41.0',
    '@aws-sdk/client-ivs-realtime': '3.1058.0',
    'better-sqlite3': '13.2.0',
  },
};

export const about = (): About => ({
  versions: { ...versions, shell: 'chromium', electron: null, chromium: null },
  licenses: [
    { name: '@mantine/core', version: '9.7.4', license: 'MIT' },
    { name: 'better-sqlite3', version: '13.2.0', license: 'MIT' },
    { name: 'werift', version: '0.25.2', license: 'MIT' },
  ],
});

/** As it would be read from a file: everything redacted, one part missing. */
export function openedBundle(entries: readonly LogEntry[]): OpenedBundle {
  return {
    path: 'C:\\Users\\help\\Downloads\\stagewatch-support-2026-11-22T14-03-22.zip',
    bytes: 482_113,
    manifest: {
      ...{ format: 'stagewatch-support-bundle', formatVersion: 1, madeAt: '2026-11-22T14:03:22.481Z', app: '0.1.0' },
      userIds: 'hashed',
      parts: [{ name: 'connection-log.jsonl', bytes: 1_000, sha256: 'a'.repeat(64) }],
      problems: [{ part: 'logs/stagewatch.2.log', message: 'EACCES: permission denied' }],
    },
    settings: {
      settings: (Object.keys(settingDefinitions) as SettingName[]).map((name, index) => ({
        name,
        source: index === 0 ? 'policy' : 'default',
        value: name === 'allowedHosts' ? ['[host]', '[ip]:8787'] : null,
        redacted: name === 'apiKey' ? 'secret' : name === 'allowedHosts' ? 'partly' : 'no',
      })),
      policyFile: 'C:\\ProgramData\\Stagewatch\\policy.json',
      userFile: '~\\AppData\\Roaming\\stagewatch\\settings.json',
      problems: ['policy.json, line 3, column 5: "viewerld" is no setting; did you mean "viewerId"?'],
    },
    versions,
    database: {
      figures: {
        ...{ schemaVersion: 5, fileBytes: 48_213_000, walBytes: 4_120_032, freeBytes: 8_192, quickCheck: 'ok' },
        rows: { log: 120_311, sessions: 4_211, tokens: 311 },
        ...{ oldestLogAt: '2026-08-24T00:00:01.000Z', newestLogAt: '2026-11-22T14:03:20.000Z' },
      },
      retention: { logDays: 90, logEntries: 2_000_000, historyDays: 400 },
      backups: [{ name: 'stagewatch-2026-11-22.sqlite', bytes: 48_000_000, at: '2026-11-22T03:00:00.000Z' }],
    },
    connection: null,
    logFiles: [{ name: 'logs/stagewatch.log', bytes: 1_312_000 }],
    entries: { count: entries.length, leftOut: 2 },
  };
}
