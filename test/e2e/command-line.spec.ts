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
