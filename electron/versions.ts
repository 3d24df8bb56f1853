import { arch, platform, release } from 'node:os';
import manifest from '../package.json' with { type: 'json' };
import type { Versions } from '../shared/support-bundle.ts';

/** What speaks to Amazon IVS, what keeps the records, and what shows them. */
const TOLD = ['amazon-ivs-web-broadcast', '@aws-sdk/client-ivs-realtime', 'better-sqlite3', 'werift', 'react'] as const;

/** @param shell `node`: the headless service; otherwise what `process.versions` shows */
export function versionsOf(shell: Versions['shell']): Versions {
  // package.json names each to the digit.
  const named: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };
  const { electron, chrome, node } = process.versions as Partial<Record<string, string>>;
  return {
    app: manifest.version,
    shell,
    electron: electron ?? null,
    chromium: chrome ?? null,
    node: node ?? '',
    os: { platform: platform(), release: release(), arch: arch() },
    packages: Object.fromEntries(TOLD.map((name) => [name, named[name] ?? '?'])),
  };
}
