/** Leavers free everything: connections, sockets, timers, and what the process holds of them. */
import { expect, test } from 'vitest';
import { connectEvents } from './support/events-client.ts';
import { startStage } from './support/stage.ts';
import { until } from './support/until.ts';
import { publishWith, subscribeWith } from './support/whip-client.ts';

const CYCLES = 12;
const handles = () => process.getActiveResourcesInfo().filter((name) => name === 'UDPWrap').length;

test('viewers that come and go, by every way out there is', async () => {
  const { stage, token } = await startStage({ reconnectGraceMs: 10 });
  const url = `${stage.endpoint}/subscribe/TestCard0001`;
  const before = handles();

  const waysOut = [
    async (client: Client, viewer: Viewer) => {
      client.socket.close(); // stage.leave()
      await fetch(viewer.resource, { method: 'DELETE' });
    },
    async (client: Client) => client.socket.close(), // a page that is closed: no DELETE
    async (client: Client) => client.socket.terminate(), // a process that is killed
    async () => stage.cutSockets(),
    async () => stage.cutSockets({ silently: true }),
  ];
  for (let cycle = 0; cycle < CYCLES; cycle += 1) {
    const viewer = await token({ capabilities: ['SUBSCRIBE'] });
    const client = await connectEvents(stage.endpoint, viewer.token);
    await client.nextState();
    const subscriber = await subscribeWith(['VP8'], url, viewer.token);
    await until('a picture', () => subscriber.video.length > 0);
    await waysOut[cycle % waysOut.length]!(client, subscriber);
    await subscriber.peer.close();
    await until('the viewer to be gone', () => stage.figures().participants === 1);
  }
  await until('all to be free', () => stage.figures().timers === 0 && handles() === before);
  expect(stage.figures()).toMatchObject({ sockets: 0, peers: 0, participants: 1, publications: 1, subscriptions: 0 });
});
type Client = Awaited<ReturnType<typeof connectEvents>>;
type Viewer = Awaited<ReturnType<typeof subscribeWith>>;

test('publishers that come and go under their viewers', async () => {
  const { stage, token } = await startStage({ testCard: false });
  const before = handles();
  for (let cycle = 0; cycle < 4; cycle += 1) {
    const host = await token({ capabilities: ['PUBLISH'] });
    const publisher = await publishWith('VP8', `${stage.endpoint}/publish/${host.participantId}`, host.token);
    const viewer = await token({ capabilities: ['SUBSCRIBE'] });
    const subscriber = await subscribeWith(['VP8'], `${stage.endpoint}/subscribe/${host.participantId}`, viewer.token);
    await until('a picture', () => subscriber.video.length > 0);
    await fetch(publisher.resource, { method: 'DELETE' });
    await fetch(subscriber.resource, { method: 'DELETE' });
    publisher.stop();
    await Promise.all([publisher.peer.close(), subscriber.peer.close()]);
  }
  await until('all to be free', () => handles() === before);
  expect(stage.figures()).toMatchObject({ sockets: 0, peers: 0, participants: 0, publications: 0, subscriptions: 0 });
});

test('closing the stage frees what is still there', async () => {
  const { stage, token } = await startStage();
  const before = handles();
  const viewer = await token();
  await (await connectEvents(stage.endpoint, viewer.token)).nextState();
  const { peer } = await subscribeWith(['VP8'], `${stage.endpoint}/subscribe/TestCard0001`, viewer.token);
  await stage.close();
  await peer.close();
  await until('all to be free', () => handles() === before);
  expect(stage.figures()).toEqual({
    connections: 0,
    sockets: 0,
    peers: 0,
    participants: 0,
    publications: 0,
    subscriptions: 0,
    timers: 0,
  });
});
