import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { displayToShow, rememberDisplay } from '../../scripts/lib/display-file.ts';

function places() {
  const sockets = mkdtempSync(join(tmpdir(), 'display-'));
  onTestFinished(() => rmSync(sockets, { recursive: true }));
  return { sockets, file: join(sockets, 'cache', 'display') };
}

test('the display that was made is shown while it answers and is remembered', async () => {
  const here = places();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(join(here.sockets, 'X97'), resolve));
  onTestFinished(() => void server.close());
  const forget = rememberDisplay(':97', here);
  expect(await displayToShow(':0', here)).toBe(':97');
  forget();
  expect(await displayToShow(':0', here)).toBe(':0');
});

test('one that was killed gives way to the own display', async () => {
  const here = places();
  rememberDisplay(':97', here);
  expect(await displayToShow(':0', here)).toBe(':0');
  expect(await displayToShow(undefined, here)).toBeUndefined();
});
