/**
 * The load: 64 keep-alive connections, each sending its next heartbeat when the answer is there. A process of its
 * own on raw sockets, so that the servers are what is measured. Told `{port, seconds}`, it answers LoadResult.
 */
import { connect } from 'node:net';
import { quantile } from '../support/figures.ts';
import { API_KEY, STAGE_ARN, userIdOf, VIEWERS } from './users.ts';

export interface LoadOrder {
  port: number;
  seconds: number;
}
export interface LoadResult {
  requests: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** Answers that were not 200. */
  failures: number;
}

const CONNECTIONS = 64;
const MAX_SAMPLES = 2_000_000;

process.on('message', async (order: LoadOrder | 'exit') => {
  if (order === 'exit') process.exit(0);
  process.send?.(await run(order));
});
process.send?.('ready');

async function run({ port, seconds }: LoadOrder): Promise<LoadResult> {
  const samples = new Float64Array(MAX_SAMPLES);
  let requests = 0;
  let failures = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;

  await Promise.all(
    Array.from({ length: CONNECTIONS }, () => {
      return new Promise<void>((resolve, reject) => {
        const socket = connect({ port, host: '127.0.0.1', noDelay: true });
        let sentAt = 0;
        let received = '';
        const send = () => {
          sentAt = performance.now();
          if (sentAt >= until) {
            socket.end();
            resolve();
            return;
          }
          socket.write(heartbeat(port, Math.floor(Math.random() * VIEWERS)));
        };
        socket.setEncoding('latin1');
        socket.once('connect', send);
        socket.once('error', reject);
        socket.on('data', (chunk: string) => {
          received += chunk;
          const bodyAt = received.indexOf('\r\n\r\n') + 4;
          if (bodyAt < 4) return;
          const lengthAt = received.search(/content-length: /i) + 16;
          const length = Number.parseInt(received.slice(lengthAt, lengthAt + 8), 10);
          if (received.length < bodyAt + length) return;
          samples[requests++] = performance.now() - sentAt;
          if (!received.startsWith('HTTP/1.1 200')) failures += 1;
          received = '';
          send();
        });
      });
    }),
  );
  const sorted = samples.subarray(0, requests).sort();
  return {
    requests,
    perSecond: requests / ((performance.now() - startedAt) / 1000),
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    maxMs: sorted.at(-1) ?? 0,
    failures,
  };
}

function heartbeat(port: number, viewer: number): string {
  const body = `{"userId":"${userIdOf(viewer)}","stageArn":"${STAGE_ARN}"}`;
  return `POST /api/viewer/heartbeat HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nx-api-key: ${API_KEY}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}
