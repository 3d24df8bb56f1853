import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What the real AWS client sends on its way to a control plane: every attempt, with the time of its arrival. */
export interface Counter {
  /** Pass it to the client in place of the control plane's. */
  endpoint: string;
  calls: readonly Call[];
  callsOf(operation: string): Call[];
  /** The most calls that any `windowMs` held. */
  mostIn(windowMs: number): number;
}

interface Call {
  operation: string;
  /** Monotonic milliseconds. */
  atMs: number;
}

/** Closed when the test is finished. */
export async function startCounter(controlPlane: string): Promise<Counter> {
  const calls: Call[] = [];
  const server = createServer((incoming, outgoing) => {
    calls.push({ operation: (incoming.url ?? '').slice(1), atMs: performance.now() });
    const onward = forward(
      `${controlPlane}${incoming.url}`,
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    // What breaks there breaks here.
    onward.on('error', () => incoming.socket.resetAndDestroy());
    outgoing.once('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    callsOf: (operation) => calls.filter((call) => call.operation === operation),
    mostIn(windowMs) {
      return Math.max(
        0,
        ...calls.map(({ atMs }) => calls.filter((other) => other.atMs >= atMs && other.atMs < atMs + windowMs).length),
      );
    },
  };
}
