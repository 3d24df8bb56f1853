/** The stage in a worker thread, run from source as the headless service does. */
import { Worker } from 'node:worker_threads';
import { ListStagesCommand } from '@aws-sdk/client-ivs-realtime';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DEFAULT_STAGE_ARN, startLocalStageWorker } from '../../electron/local-stage/index.ts';
import { silentLogger } from '../../electron/local-stage/log.ts';
import { followStageWorker } from '../../electron/local-stage/worker-client.ts';
import { workerUrl } from '../../electron/workers.ts';
import { connectEvents } from './support/events-client.ts';
import { awsClient, tokenMaker } from './support/stage.ts';
import { until } from './support/until.ts';
import { subscribeWith } from './support/whip-client.ts';

test('plays the test card from its thread, logs here, and is gone when closed', async () => {
  const logged: string[] = [];
  const log = (_: object, message: string) => void logged.push(message);
  const stage = await startLocalStageWorker({ logger: { debug: log, info: log, warn: log, error: log } });
  expect(stage.stageArn).toBe(DEFAULT_STAGE_ARN);
  const aws = awsClient(stage);
  const { token } = await tokenMaker(stage, aws)();
  await (await connectEvents(stage.endpoint, token)).nextState();
  const { video } = await subscribeWith(['VP8'], `${stage.endpoint}/subscribe/TestCard0001`, token);
  await until('pictures', () => video.length > 10);
  expect(logged).toContain('The local stage is listening.');

  await stage.close();
  await expect(aws.send(new ListStagesCommand({}))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a port that is taken is told to whoever starts it', async () => {
  const first = await startLocalStageWorker({ testCard: false });
  const port = Number(new URL(first.endpoint).port);
  await expect(startLocalStageWorker({ port, testCard: false })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.close();
  const second = await startLocalStageWorker({ port, testCard: false }); // free again
  await second.close();
});

test('an option that makes no sense is told too', async () => {
  await expect(startLocalStageWorker({ stageArn: 'my stage' })).rejects.toThrow('my stage is not the ARN of a stage.');
});

describe('a thread that crashes', () => {
  /** A stage whose thread can be killed, as an uncaught exception would. */
  async function stageToCrash() {
    const threads: Worker[] = [];
    const gone = Promise.withResolvers<Error>();
    const stage = await startLocalStageWorker({ onCrash: gone.resolve }, (workerData) => {
      threads.push(new Worker(workerUrl('local-stage-worker'), { workerData }));
      return threads.at(-1)!;
    });
    onTestFinished(() => stage.close());
    const crash = async () => void (await threads.at(-1)!.terminate());
    return { stage, threads, crash, gone: gone.promise };
  }
  const comesBack = (endpoint: string) =>
    until('the stage', () =>
      fetch(endpoint).then(
        () => true,
        () => false,
      ),
    );

  test('is started again in its place, and lets in those who hold a token', async () => {
    const { stage, threads, crash } = await stageToCrash();
    const { token } = await tokenMaker(stage, awsClient(stage))({ capabilities: ['SUBSCRIBE'] });
    await crash();
    await comesBack(stage.endpoint);
    expect(threads).toHaveLength(2);
    const state = await (await connectEvents(stage.endpoint, token)).nextState();
    expect(state.participants).toMatchObject([{ id: 'TestCard0001', isPublishing: true }]);
    const { video } = await subscribeWith(['VP8'], `${stage.endpoint}/subscribe/TestCard0001`, token);
    await until('pictures', () => video.length > 10);
  });

  test('is given up after three times in a minute', async () => {
    const { stage, threads, crash, gone } = await stageToCrash();
    for (let time = 0; time < 3; time++) {
      await crash();
      await comesBack(stage.endpoint);
    }
    await crash();
    expect((await gone).message).toContain('ended unexpectedly');
    expect(threads).toHaveLength(4);
  });

  test('does not come back once the stage is closed', async () => {
    const { stage, crash } = await stageToCrash();
    await crash();
    await stage.close();
    await expect(fetch(stage.endpoint)).rejects.toThrow('fetch failed');
  });
});

/** A thread that says that it listens, and then does as told. */
const threadThat = (does: string) =>
  new Worker(
    `const { parentPort } = require('node:worker_threads');
     parentPort.postMessage({ type: 'listening', endpoint: 'http://127.0.0.1:1', stageArn: 'arn' });
     ${does}`,
    { eval: true },
  );

test('a thread that crashes after it had listened is told once', async () => {
  for (const [does, says] of [
    ['parentPort.once("message", () => { throw new Error("out of luck"); });', 'out of luck'],
    ['parentPort.once("message", () => process.exit(7));', 'exit code 7'],
  ] as const) {
    const crashes: string[] = [];
    const worker = threadThat(does);
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    await followStageWorker(worker, silentLogger, ({ message }) => crashes.push(message));
    // Not before we heard it listen: an error may overtake a message.
    worker.postMessage('now');
    await exited;
    expect(crashes).toEqual([expect.stringContaining(says)]);
  }
});

test('a thread that does not end when asked is ended, and that is no crash', async () => {
  const crashes: Error[] = [];
  const worker = threadThat('parentPort.on("message", () => {});');
  const stage = await followStageWorker(worker, silentLogger, (error) => crashes.push(error));
  await stage.close();
  expect(crashes).toEqual([]);
});
