import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import * as electron from './electron.ts';
import { currentCdp } from './web-contents.ts';

type Request =
  | { id: number; method: 'evaluate'; params: { expression: string } }
  | { id: number; method: 'evaluateMain'; params: { body: string; argument: unknown } }
  | { id: number; method: 'cdp'; params: { method: string; params?: object } };

/** The way in for tests: JSON lines on a socket that only this user can open. See README.md. */
export function listenForControl(path: string): void {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    createInterface({ input: socket }).on('line', (line) => void answer(socket, JSON.parse(line) as Request));
  });
  const umask = process.umask(0o077);
  server.listen(path, () => process.umask(umask));
  server.unref();
}

async function answer(socket: Socket, request: Request): Promise<void> {
  try {
    const result = await perform(request);
    socket.write(`${JSON.stringify({ id: request.id, result })}\n`);
  } catch (error) {
    socket.write(`${JSON.stringify({ id: request.id, error: (error as Error).message })}\n`);
  }
}

async function perform(request: Request): Promise<unknown> {
  switch (request.method) {
    case 'evaluate': {
      const { result, exceptionDetails } = await currentCdp().send('Runtime.evaluate', {
        expression: request.params.expression,
        awaitPromise: true,
        returnByValue: true,
        allowUnsafeEvalBlockedByCSP: false,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    }
    case 'evaluateMain': {
      const run = new Function(`return (${request.params.body})`)() as (part: object, argument: unknown) => unknown;
      return run(electron, request.params.argument);
    }
    case 'cdp':
      return currentCdp().send(request.params.method, request.params.params ?? {});
  }
}
