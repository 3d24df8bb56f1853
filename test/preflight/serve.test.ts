/** `npm run serve -- --preflight`: one JSON object, an exit code, and nothing left running. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import type { PreflightReport } from '../../electron/preflight.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

async function serve(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['electron/serve.ts', '--port', '0', '--data', tempFolder(), ...args], {
    env: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await exited, stdout, stderr };
}
const statusesIn = ({ checks }: PreflightReport) =>
  Object.fromEntries(checks.map(({ name, status }) => [name, status]));

describe('the preflight of the headless service', () => {
  test('says that all is well, and what it has not looked at', async () => {
    const { code, stdout, stderr } = await serve(['--preflight', '--local-stage']);
    const report = JSON.parse(stdout) as PreflightReport;
    expect(code, stderr).toBe(0);
    expect(report).toMatchObject({ ok: true, shell: 'node', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    expect(statusesIn(report)).toMatchObject({
      port: 'ok',
      'data-folder': 'ok',
      keychain: 'skipped',
      codecs: 'skipped',
      displays: 'skipped',
      autostart: 'skipped',
      udp: 'ok',
      stage: 'ok',
      events: 'ok',
    });
  });

  test('fails with exit code 1, in the language of the settings, where the control plane cannot be reached', async () => {
    const stageArn = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
    const { code, stdout } = await serve([
      ...['--preflight', '--stage', stageArn, '--aws-endpoint', 'http://127.0.0.1:1', '--language', 'zh-TW'],
    ]);
    const report = JSON.parse(stdout) as PreflightReport;
    expect(code).toBe(1);
    expect(report.ok).toBe(false);
    const controlPlane = report.checks.find(({ name }) => name === 'control-plane');
    expect(controlPlane).toMatchObject({ status: 'failed', details: { error: 'ECONNREFUSED' } });
    expect(controlPlane?.message).toContain('連不到');
    expect(statusesIn(report)).toMatchObject({ token: 'skipped', stage: 'skipped', 'data-folder': 'ok' });
  });

  test('is listed by --help, and --make-keys is refused: there is no keychain here', async () => {
    expect((await serve(['--help'])).stdout).toMatch(/--preflight +Check what is needed/);
    const refused = await serve(['--make-keys']);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('npm run keys') });
  });
});
