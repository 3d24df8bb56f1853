import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../electron/service/store/open.ts';
import type { LogType } from '../../shared/log.ts';
import { runToEnd } from './support/run-to-end.ts';
import { processesOn, startSupervised } from './support/supervised-app.ts';
import { expect, test } from './support/test.ts';
import { isFullScreen, windowOf } from './support/window-manager.ts';

/** A start of two processes, a service and a browser. */
const SLOW = { timeout: 60_000 };

test('a killed program is started again by its supervisor and watches; SIGTERM to that one ends it all in good order', async () => {
  test.setTimeout(300_000); // two starts, and one that ends at once
  const dataDir = mkdtempSync(join(tmpdir(), 'stagewatch-supervised-'));
  const args = ['--kiosk', '--data', dataDir];
  const app = startSupervised(args);
  try {
    /** The entry of the last first frame that was on the screen; 0: none yet. */
    const lastFrame = async () => (await app.log()).findLast(({ type }) => type === 'sdk.playing')?.id ?? 0;
    await expect.poll(lastFrame, SLOW).toBeGreaterThan(0);
    const framesBefore = await lastFrame();
    const killed = app.current()!;
    process.kill(killed.pid, 'SIGKILL');

    await expect.poll(() => app.current()?.pid, SLOW).not.toBe(killed.pid);
    await expect.poll(lastFrame, SLOW).toBeGreaterThan(framesBefore);
    expect(await isFullScreen(await windowOf(app.pid))).toBe(true);

    // As the scheduled task of docs/rollout.md does each minute: a supervisor whose program finds the first one.
    const second = await runToEnd(args);
    expect(second).toMatchObject({ code: 0, stderr: expect.stringContaining('runs already') });

    const restarted = app.current()!;
    expect(processesOn(dataDir)).toContain(String(restarted.pid));
    expect(await app.end()).toBe(0);
    expect(app.current(), 'ended, and not started again').toEqual(restarted);
    await expect.poll(() => processesOn(dataDir)).toEqual([]);
    expect(await lastOf(dataDir, 'presence.left')).toMatchObject({ reason: 'quit' });
  } finally {
    await test.info().attach('output', { body: app.output(), contentType: 'text/plain' });
    await app.end();
  }
});

async function lastOf(dataDir: string, type: LogType) {
  const store = await openStore({ dataDir });
  try {
    return (await store.log({}, undefined, 50)).find((entry) => entry.type === type);
  } finally {
    await store.close();
  }
}
