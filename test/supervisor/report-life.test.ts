import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reportLife } from '../../electron/supervisor/report-life.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

it('is heard as long as its supervisor is there', async () => {
  const pipe =
    process.platform === 'win32' ? `\\\\.\\pipe\\report-life-${process.pid}` : join(tempFolder(), 'supervisor');
  const server = createServer();
  server.listen(pipe);
  await once(server, 'listening');
  const connected = once(server, 'connection');
  const life = reportLife(pipe, () => {});
  expect(life.isHeard()).toBe(false);
  const [connection] = (await connected) as [Socket];
  await expect.poll(life.isHeard).toBe(true);
  connection.destroy();
  server.close();
  await expect.poll(life.isHeard).toBe(false);
});
