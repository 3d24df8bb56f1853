import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionData } from '../../shared/api.ts';
import { shell } from './support/app.ts';
import { runToEnd } from './support/run-to-end.ts';
import type { RunningApp } from './support/running-app.ts';
import { expect, test } from './support/test.ts';

const KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/canary-of-e2e';
/** Nothing listens there: what matters is which credentials would be used. */
const NO_CONTROL_PLANE = {
  STAGEWATCH_STAGE_ARN: 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl',
  STAGEWATCH_AWS_ENDPOINT: 'http://127.0.0.1:9',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ACCESS_KEY_ID: '',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_CONFIG_FILE: '/nowhere',
};

/** The page is there, and its bridge: nothing can be watched without a control plane. */
const untilThere = (app: RunningApp) =>
  expect.poll(() => app.page(() => window.stagewatch !== undefined).catch(() => false)).toBe(true);

test('credentials saved in the keychain are in use at once and after a restart, and lie nowhere in plain text', async ({
  launch,
}) => {
  test.skip(shell === 'electron', "Electron's keychain is the machine's own: it is not written by a test");
  const outside = mkdtempSync(join(tmpdir(), 'stagewatch-keychain-'));
  const env = { ...NO_CONTROL_PLANE, ELECTRON_ON_CHROMIUM_KEYCHAIN: join(outside, 'key') };
  const app = await launch({ env });
  await untilThere(app);
  const source = async (running: typeof app) =>
    (await running.api<ConnectionData>('/api/connection')).credentials as {
      source: string;
      accessKeyId: string | null;
    };
  expect(await source(app)).toMatchObject({ source: 'none' });

  const result = await app.page(
    (credentials) => window.stagewatch.invoke('secrets:save-aws-credentials', credentials),
    { accessKeyId: KEY_ID, secretAccessKey: SECRET },
  );
  expect(result).toMatchObject({ ok: true });
  expect(await source(app)).toEqual(expect.objectContaining({ source: 'settings', accessKeyId: 'AKIA…MPLE' }));
  expect(await app.kill('SIGTERM')).toBe(0);
  expect(readdirSync(app.dataDir)).toContain('secrets.json');
  for (const secret of [KEY_ID, SECRET]) {
    expect(app.output()).not.toContain(secret);
    for (const file of filesUnder(app.dataDir)) {
      expect(readFileSync(file, 'latin1').includes(secret), `a secret in ${file}`).toBe(false);
    }
  }

  const again = await launch({ dataDir: app.dataDir, env });
  await untilThere(again);
  expect(await source(again)).toMatchObject({ source: 'settings' });
  const forgotten = await again.page(() => window.stagewatch.invoke('secrets:forget', { name: 'aws-credentials' }));
  expect(forgotten.secrets['aws-credentials']).toEqual({ state: 'absent' });
  expect(await source(again)).toMatchObject({ source: 'none' });
  rmSync(outside, { recursive: true, force: true });
});

test('--preflight looks at the machine and the stage, prints one JSON object and ends', async () => {
  const data = mkdtempSync(join(tmpdir(), 'stagewatch-e2e-'));
  const { code, stdout, stderr } = await runToEnd(['--preflight', '--data', data]);
  const report = JSON.parse(stdout) as { ok: boolean; shell: string; checks: { name: string; status: string }[] };
  expect(report.shell).toBe(shell);
  const statuses = Object.fromEntries(report.checks.map(({ name, status }) => [name, status]));
  expect(statuses).toMatchObject({
    port: 'ok',
    'data-folder': 'ok',
    codecs: 'ok',
    displays: 'ok',
    udp: 'ok',
    stage: 'ok',
    token: 'ok',
    events: 'ok',
    media: 'ok',
  });
  expect(code, stderr).toBe(0);
  expect(report.ok).toBe(true);
});

test('--make-keys keeps nothing where there is no keychain, and says so', async () => {
  test.skip(shell === 'electron', "Electron's keychain is the machine's own");
  const data = mkdtempSync(join(tmpdir(), 'stagewatch-e2e-'));
  const { code, stdout, stderr } = await runToEnd(['--make-keys', '--data', data]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({ kept: false, backend: 'basic_text', reason: 'plain-text' });
  expect(stderr).toContain('GNOME Keyring');
});

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
