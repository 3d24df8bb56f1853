/**
 * The system's certificate store, in a process of its own as whoever starts it has it. On Linux the store may lie elsewhere
 * (SSL_CERT_FILE), which nobody has to be root for; Windows' and macOS' cannot be changed for a test.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
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
    const url = `https://localhost:${(server.address() as AddressInfo).port}`;
    expect(await answerOf(url, { SSL_CERT_FILE: authority.caFile })).toBe('403');
    expect(await answerOf(url, {})).toMatch(/CERT|SIGNATURE|ISSUER/);
  },
  300_000,
);

/** Status of what a server answered, or why it was not trusted. */
async function answerOf(url: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, ['test/network/ask-trusting.ts', url], {
    cwd: new URL('../..', import.meta.url),
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return text(child.stdout);
}
