/** Answers of one turn of the event loop go out together at its end, and each is whole. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { endThisTurn } from '../../../electron/service/http/outbox.ts';

/** A server that leaves the answering to the test. */
async function serve(onRequest: (response: ServerResponse) => void) {
  const server = createServer((_request, response) => onRequest(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}/` };
}

test('nothing leaves before the end of the turn, and everything at it, in its order', async () => {
  const responses: ServerResponse[] = [];
  const { url } = await serve((response) => responses.push(response));
  const answers = [fetch(url), fetch(url)];
  await expect.poll(() => responses.length).toBe(2);
  for (const [index, response] of responses.entries()) endThisTurn(response, `answer ${index}`, 'latin1');
  expect(responses.map((response) => response.writableEnded)).toEqual([false, false]);
  await turn();
  expect(responses.map((response) => response.writableEnded)).toEqual([true, true]);
  const texts = await Promise.all(answers.map(async (answer) => (await answer).text()));
  expect(texts.sort()).toEqual(['answer 0', 'answer 1']);
});

test('who has hung up meanwhile keeps nobody else from an answer', async () => {
  const responses: ServerResponse[] = [];
  const { url, port } = await serve((response) => responses.push(response));
  const gone = connect(port, '127.0.0.1');
  gone.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await expect.poll(() => responses.length).toBe(1);
  const answer = fetch(url);
  await expect.poll(() => responses.length).toBe(2);
  endThisTurn(responses[0]!, 'to nobody', 'utf8');
  responses[0]!.destroy();
  endThisTurn(responses[1]!, '在場', 'utf8');
  expect(await (await answer).text()).toBe('在場');
});
