import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** The service cannot start; the message is one sentence that says why and what to do. */
export class StartError extends Error {
  override name = 'StartError';
}

/** Ports tried after the one that is taken. */
const TRIES = 50;

/**
 * Listens on the port, or on the next free one where it is taken.
 * @param port 0: any free one
 * @returns the port in use
 * @throws StartError
 */
export async function listenFrom(server: Server, host: string, port: number): Promise<number> {
  for (let candidate = port; ; candidate += 1) {
    try {
      server.listen({ host, port: candidate });
      await once(server, 'listening'); // or throws what `error` brings
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && port !== 0 && candidate < Math.min(65_535, port + TRIES)) continue;
      throw new StartError(reasonOf(code, error as Error, host, port, candidate));
    }
  }
}

function reasonOf(code: string | undefined, error: Error, host: string, port: number, last: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `The ports ${port} to ${last} of ${host} are all in use: give a free one with --port or STAGEWATCH_PORT.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is not an address of this machine: give another one with --host or STAGEWATCH_HOST.`;
    case 'EACCES':
      return `Port ${port} needs privileges that this user has not: give one above 1023 with --port or STAGEWATCH_PORT.`;
    default:
      return `The API cannot listen on ${host}:${port} (${error.message}).`;
  }
}
