/** A disk that fills up for real: joins are refused with a reason, watching goes on, and nothing is lost once there is room. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createIvsClients } from '../../../electron/service/aws/clients.ts';
import { createService, type Service } from '../../../electron/service/index.ts';
import { openStore } from '../../../electron/service/store/open.ts';
import { type Store, StoreUnavailable } from '../../../electron/service/store/types.ts';
import { STAGE } from '../support/audience.ts';
import { createNumberedIssuer } from '../support/numbered-issuer.ts';
import { mountSmallDisk, noSmallDisk, onSmallDisk } from '../support/small-disk.ts';
import { createTestClock, type TestClock } from '../support/test-clock.ts';

const till1 = { stageArn: STAGE, userId: 'till-1' };
const till2 = { stageArn: STAGE, userId: 'till-2' };
const till3 = { stageArn: STAGE, userId: 'till-3' };

async function start(dataDir: string, clock: TestClock): Promise<{ service: Service; store: Store }> {
  const store = await openStore({ dataDir });
  onTestFinished(() => store.close());
  const options = {
    ...{ apiKey: 'key-of-a-test-0123456789', defaultStageArn: STAGE, stages: [], host: '127.0.0.1', version: 'test' },
    ...{ allowedHosts: [], allowedOrigins: [], rateLimit: 0, pricePerMinute: 0.006 },
    ...{ heartbeatIntervalMs: 30_000, heartbeatTimeoutMs: 60_000 },
  };
  const clients = createIvsClients();
  onTestFinished(() => clients.close());
  const deps = { store, issuer: createNumberedIssuer(clock), clients, logger: pino({ level: 'silent' }), clock };
  const service = createService(options, deps);
  await service.viewers.restore();
  return { service, store };
}

/** By its API, which has not been given a port yet. */
async function ask({ server }: Service, method: 'GET' | 'POST', path: string, body?: object) {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const headers = {
    ...{ host: '127.0.0.1', 'x-api-key': 'key-of-a-test-0123456789', connection: 'close' },
    ...(body && { 'content-type': 'application/json' }),
  };
  const sent = request({ port, method, path, headers });
  sent.end(body && JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const answer = await json(response);
  return { status: response.statusCode, ...(answer as { data?: object; error?: { code: string; details?: object } }) };
}

const healthOf = async (service: Service) => {
  const { status, data, error } = await ask(service, 'GET', '/health');
  return { status, ...data, ...error?.details };
};

/** Resolves when the store says so. */
const turned = (store: Store, wanted: 'ok' | 'failing') =>
  new Promise<void>((resolve) => {
    const stop = store.onStatus(({ status }) => {
      if (status !== wanted) return;
      stop();
      resolve();
    });
  });

test.skipIf(noSmallDisk !== null)(onSmallDisk('a full disk'), async () => {
  const disk = mountSmallDisk('4m');
  const clock = createTestClock(Date.now());
  const { service, store } = await start(disk.folder, clock);
  const { viewers } = service;
  await viewers.token(till1);
  await viewers.token(till2);
  expect(await healthOf(service)).toMatchObject({ status: 'healthy', store: { status: 'ok' } });

  // Full: who joins is told so, with the code that says that trying again can help.
  disk.fill();
  const failing = turned(store, 'failing');
  await expect(viewers.token(till3)).rejects.toThrow(StoreUnavailable);
  await failing;
  await expect(viewers.rejoin({ ...till3, participantId: 'kept' })).rejects.toThrow(StoreUnavailable);
  const answer = await ask(service, 'POST', '/api/token/viewer', till3);
  expect(answer).toMatchObject({ status: 503, error: { code: 'STORE_UNAVAILABLE', retryable: true } });

  // Health tells it, truthfully.
  const health = await ask(service, 'GET', '/health');
  expect(health.status).toBe(503);
  expect(JSON.stringify(health)).toContain('degraded');
  expect(store.status()).toMatchObject({ status: 'failing', message: expect.stringMatching(/full/) });

  // Watching goes on: heartbeats are heard, the sweep sweeps, leaving counts at once, reading works.
  clock.advance(30_000);
  expect(viewers.heartbeat(till1)).toBe(3);
  await expect(viewers.leave({ ...till2, reason: 'quit' })).rejects.toThrow(StoreUnavailable);
  expect(viewers.presence.count(STAGE)).toBe(2);
  expect(viewers.heartbeat(till2)).toBe(-1);
  expect(await store.history('till-1', undefined, 10)).toHaveLength(1);

  // Room again: by itself, everything that was refused meanwhile is kept, in its order.
  const recovered = turned(store, 'ok');
  disk.free();
  await recovered;
  await store.commit([]);
  expect(await healthOf(service)).toMatchObject({ status: 'healthy', store: { status: 'ok' } });
  expect(await store.history('till-2', undefined, 10)).toMatchObject([{ endReason: 'quit' }]);
  expect(await store.history('till-3', undefined, 10)).toMatchObject([{ endedAt: null }]);
  const types = (await store.logAfter(0, 100)).map(({ type }) => type);
  expect(types).toContain('service.store-failed');
  expect(types).toContain('service.store-recovered');
  expect(types.indexOf('service.store-failed')).toBeLessThan(types.indexOf('service.store-recovered'));
  expect(types.filter((type) => type === 'presence.left')).toHaveLength(1);

  // Who joined while it was full is a viewer like any other: heartbeats are kept, and a kill ends the session there.
  clock.advance(25_000);
  const heardAt = clock.wallMs();
  expect(viewers.heartbeat(till3)).toBe(2);
  await store.close();
  clock.advance(60_000);
  const again = await start(disk.folder, clock);
  expect(again.service.viewers.presence.size).toBe(0);
  await again.store.commit([]);
  expect(await again.store.history('till-3', undefined, 10)).toMatchObject([
    { endedAt: heardAt, endReason: 'interrupted' },
  ]);
});

test.skipIf(noSmallDisk !== null)(
  onSmallDisk('a disk that stays full does not keep the service from closing'),
  async () => {
    const disk = mountSmallDisk('4m');
    const clock = createTestClock(Date.now());
    const { service, store } = await start(disk.folder, clock);
    await service.viewers.token(till1);
    disk.fill();
    await expect(service.viewers.token(till2)).rejects.toThrow(StoreUnavailable);
    await service.close();
    await expect(store.commit([])).rejects.toThrow(StoreUnavailable);
    disk.free();
    const again = await openStore({ dataDir: disk.folder });
    onTestFinished(() => again.close());
    expect(again.opened.setAside).toBeNull();
    expect(await again.history('till-1', undefined, 10)).toHaveLength(1);
  },
);
