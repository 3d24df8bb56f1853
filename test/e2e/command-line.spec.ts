import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPinFile } from '../../electron/kiosk/pin-file.ts';
import { createPinLock } from '../../electron/kiosk/pin-lock.ts';
import { runToEnd } from './support/run-to-end.ts';
import { expect, test } from './support/test.ts';

test('--help lists every option and starts nothing', async () => {
  const { code, stdout } = await runToEnd(['--help']);
  expect(code).toBe(0);
  for (const option of ['--port', '--data', '--stage', '--away-on', 'STAGEWATCH_DISCONNECT_DELAY_MS', '--version']) {
    expect(stdout).toContain(option);
  }
});

test('--version prints the version alone', async () => {
  const { code, stdout } = await runToEnd(['--version']);
  expect(code).toBe(0);
  expect(stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});

test('a refused value ends the start with one sentence that says what is allowed', async () => {
  const { code, stderr } = await runToEnd(['--port', 'seven']);
  expect(code).toBe(2);
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/^--port: "seven" is not allowed\. Allowed: .*65535/),
  ]);
});

test("the shell's own switches pass, an unknown option does not", async () => {
  expect(await runToEnd(['--disable-gpu', '--version'])).toMatchObject({ code: 0 });
  expect(await runToEnd(['--no-such-thing'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--help') });
});

test('the PIN of kiosk mode comes from standard input or from a file, and goes again', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'stagewatch-pin-'));
  const lock = createPinLock({ file: openPinFile(dataDir), uptimeMs: () => 0, onNotWritten: () => {} });
  const data = ['--data', dataDir];
  expect(await runToEnd(['--set-kiosk-pin', ...data], {}, '246802\n')).toMatchObject({ code: 0 });
  expect(await lock.tryPin('246802')).toEqual({ outcome: 'right' });

  const path = join(dataDir, 'pin.txt');
  writeFileSync(path, '135791\r\n');
  const fromFile = await runToEnd(['--set-kiosk-pin-from', path, ...data]);
  expect(fromFile).toMatchObject({ code: 0, stderr: expect.stringContaining(`Delete ${path} now`) });
  expect(fromFile.stdout + fromFile.stderr).not.toContain('135791');
  expect(await lock.tryPin('135791')).toEqual({ outcome: 'right' });

  expect(await runToEnd(['--set-kiosk-pin', ...data], {}, 'no digits\n')).toMatchObject({ code: 1 });
  expect(await runToEnd(['--reset-kiosk-pin', ...data])).toMatchObject({ code: 0 });
  expect(await lock.status()).toEqual({ pin: 'unset', pausedForMs: 0 });
});
