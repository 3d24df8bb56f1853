/** The yardstick: node:http alone, parsing the same JSON and answering the same JSON. A process of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerProbes } from './probes.ts';

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    const { userId } = JSON.parse(body) as { userId: string };
    const answer = JSON.stringify({
      success: true,
      data: { currentViewers: userId.length, nextHeartbeatInMs: 30_000 },
      timestamp: new Date().toISOString(),
    });
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(answer),
    });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => answerProbes((server.address() as AddressInfo).port));
