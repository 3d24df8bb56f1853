/**
 * The system's certificate store, in a process of its own as whoever starts it has it. On Linux the store may lie elsewhere
 * (SSL_CERT_FILE), which nobody has to be root for; Windows' and macOS' cannot be changed for a test.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { tempFolder } from '../service/support/temp-folder.ts';
import { createAuthority } from './company-network.ts';

test.runIf(process.platform === 'linux')(
  'an authority that the system trusts is trusted, and one that it does not know is not',
  async () => {
    const authority = createAuthority();
    const server = createServer(authority.issue('localhost'), (_incoming, response) => response.writeHead(403).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const endpoint = `https://localhost:${(server.address() as AddressInfo).port}`;
    const [trusting, other] = await Promise.all([
      controlPlaneCheck(endpoint, { SSL_CERT_FILE: authority.caFile }),
      controlPlaneCheck(endpoint, {}),
    ]);
    expect(trusting).toMatchObject({ status: 'ok' });
    expect(other).toMatchObject({
      status: 'failed',
      details: { error: expect.stringMatching(/CERT|SIGNATURE|ISSUER/) },
    });
  },
  120_000,
);

async function controlPlaneCheck(endpoint: string, env: Record<string, string>) {
  const home = tempFolder();
  const stage = 'arn:aws:ivs:us-west-2:123456789012:stage/OnAmazon0001';
  const child = spawn(
    process.execPath,
    ['electron/serve.ts', '--preflight', '--stage', stage, '--aws-endpoint', endpoint, '--port', '0', '--data', home],
    {
      cwd: new URL('../..', import.meta.url),
      env: { PATH: process.env.PATH, HOME: home, AWS_EC2_METADATA_DISABLED: 'true', ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const { checks } = JSON.parse(await text(child.stdout)) as { checks: { name: string }[] };
  return checks.find(({ name }) => name === 'control-plane');
}
