/** A client that hangs up in the middle of its request: no failure of the stage's, and nothing is left of it. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { type StageLogLevel, stageLogLevels } from '../../../electron/local-stage/log.ts';
import { startStage } from '../support/stage.ts';
import { until } from '../support/until.ts';

test.each([
  ['the control plane', '/CreateParticipantToken', 'application/json'],
  ['the media endpoint', '/subscribe/TestCard0001', 'application/sdp'],
])('%s takes it calmly', async (_where, path, type) => {
  const said: [StageLogLevel, string][] = [];
  const write = (level: StageLogLevel) => (_details: object, message: string) => void said.push([level, message]);
  const [debug, info, warn, error] = stageLogLevels.map(write) as ReturnType<typeof write>[];
  const { stage, token } = await startStage({ logger: { debug: debug!, info: info!, warn: warn!, error: error! } });
  const viewer = await token({ capabilities: ['SUBSCRIBE'] });

  const socket = connect(Number(new URL(stage.endpoint).port), '127.0.0.1');
  await once(socket, 'connect');
  const head = `POST ${path} HTTP/1.1\r\nHost: ${new URL(stage.endpoint).host}\r\nAuthorization: Bearer ${viewer.token}\r\n`;
  socket.write(`${head}Content-Type: ${type}\r\nContent-Length: 900\r\n\r\nv=0`);
  // Whatever is answered on another connection was asked after the first one's request had been read.
  await token();
  socket.destroy();

  await until('the cut to be noticed', () => said.some(([, message]) => message === 'A request was cut.'));
  expect(said.filter(([level]) => level === 'warn' || level === 'error')).toEqual([]);
  await token();
  expect(stage.figures()).toMatchObject({ peers: 0, timers: 0 });
});
