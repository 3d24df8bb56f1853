/** 20,000 generated bad requests (quality.md 13): no 5xx, no crash, no leak. `fuzz.ts` runs a million by hand. */
import { expect, test, vi } from 'vitest';
import { until } from '../../local-stage/support/until.ts';
import { createRandom, generateRequest, runFuzz } from './fuzz.ts';
import { checkedCalls } from './support/call.ts';
import { API_KEY, startService } from './support/service.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Who was let in by a good request is present still, so AWS is polled, over one connection that is kept. */
const POLLING = 1;
const sockets = () => process.getActiveResourcesInfo().filter((name) => /TCP|Timeout|Pipe/.test(name)).length;

test('20,000 bad requests get no 5xx, and leave nothing behind', async () => {
  const running = await startService();
  const { port, stageArn, service } = running;
  const call = checkedCalls(running.url);
  const before = sockets();
  const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
  console.info(`20,000 requests, seed ${seed} (FUZZ_SEED repeats it)`);

  const report = await runFuzz({ port, apiKey: API_KEY, stageArn, count: 20_000, seed });

  expect(report.faults.slice(0, 5)).toEqual([]);
  // They reached what they were meant to reach.
  for (const status of [200, 400, 401, 403, 404, 405, 413, 415, 431])
    expect(report.statuses[status]).toBeGreaterThan(10);
  expect(running.logLines.filter(({ level }) => Number(level) >= 50)).toEqual([]);

  await until(
    'the connections to be gone',
    () =>
      new Promise((resolve) => {
        service.server.getConnections((_, count) => resolve(count === 0));
      }),
  );
  expect(service.feed.followers).toBe(0);
  await until('sockets and timers to be as before', () => sockets() <= before + POLLING);
  expect((await call('GET', '/health')).body.data.status).toBe('healthy');
  const { body } = await call('GET', `/api/viewer/list/${stageArn}?limit=500`);
  expect(body.data.viewers).toHaveLength(body.data.totalViewers);
  await running.close();
});

test('a seed gives the same requests again, another seed others', () => {
  const first = (seed: number) => {
    const random = createRandom(seed);
    const target = { port: 1, apiKey: API_KEY, stageArn: 'arn:aws:ivs:us-west-2:000000000000:stage/A' };
    return Array.from({ length: 50 }, () => generateRequest(random, target).bytes.toString('latin1'));
  };
  expect(first(7)).toEqual(first(7));
  expect(first(7)).not.toEqual(first(8));
});
