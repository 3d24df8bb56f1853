import { Worker } from 'node:worker_threads';
import { assertNever } from '../../shared/assert-never.ts';
import { workerUrl } from '../workers.ts';
import type { LocalStage } from './local-stage.ts';
import { type StageLogger, silentLogger } from './log.ts';
import { createRestartAllowance } from './restart-allowance.ts';
import { generateStageKeyPair } from './tokens.ts';
import type { FromWorker, ToWorker, WorkerStageOptions } from './worker-messages.ts';

/** A worker that does not end by itself is ended. */
const CLOSE_GRACE_MS = 1_000;

export interface LocalStageWorkerOptions extends WorkerStageOptions {
  logger?: StageLogger;
  /** The stage crashed once more than it is started again for: it is gone. */
  onCrash?: (error: Error) => void;
}

type RemoteStage = Pick<LocalStage, 'endpoint' | 'stageArn' | 'close'>;

export type CreateStageWorker = (workerData: WorkerStageOptions) => Worker;
const createStageWorker: CreateStageWorker = (workerData) =>
  new Worker(workerUrl('local-stage-worker'), { workerData, name: 'local-stage' });

/**
 * Starts a local stage in a worker thread. If the thread crashes it is started again, on the same port and with the
 * same keys: tokens stay valid, and clients come back by themselves, as after a cut.
 * @throws what createLocalStage() throws, a taken port (code EADDRINUSE) for example
 */
export async function startLocalStageWorker(
  options: LocalStageWorkerOptions = {},
  createWorker = createStageWorker,
): Promise<RemoteStage> {
  const { logger = silentLogger, onCrash = () => {}, ...given } = options;
  const allowance = createRestartAllowance(() => performance.now());
  const keyPair = given.keyPair ?? (await generateStageKeyPair());
  const open = (port = given.port ?? 0) =>
    followStageWorker(createWorker({ ...given, keyPair, port }), logger, (error) => {
      restarted = restart(error);
    });
  let closing = false;
  let restarted = Promise.resolve();
  let current = await open();
  const { endpoint, stageArn } = current;

  async function restart(reason: Error): Promise<void> {
    let error = reason;
    while (!closing) {
      await current.close(); // the port is free once the thread has ended
      if (closing) return;
      if (!allowance.take()) return onCrash(error);
      logger.warn({ err: error }, 'The local stage crashed; it starts again.');
      try {
        current = await open(Number(new URL(endpoint).port));
        return;
      } catch (again) {
        error = again as Error;
      }
    }
  }

  return {
    endpoint,
    stageArn,
    async close() {
      closing = true;
      await restarted;
      await current.close();
    },
  };
}

/** From a worker's messages and its end: the stage once it listens, or why there is none; later, that it crashed. */
export function followStageWorker(
  worker: Worker,
  logger: StageLogger,
  onCrash: (error: Error) => void,
): Promise<RemoteStage> {
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    let state: 'starting' | 'listening' | 'over' = 'starting';
    /** Before the stage listens a failure is the caller's answer, afterwards it is news. */
    const fail = (error: Error) => {
      const before = state;
      state = 'over';
      if (before === 'starting') reject(error);
      else if (before === 'listening') onCrash(error);
    };
    const close = async () => {
      state = 'over';
      worker.postMessage({ type: 'close' } satisfies ToWorker);
      const timer = setTimeout(() => void worker.terminate(), CLOSE_GRACE_MS);
      await exited;
      clearTimeout(timer);
    };

    worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => fail(new Error(`The local stage ended unexpectedly (exit code ${code}).`)));
    worker.on('message', (message: FromWorker) => {
      switch (message.type) {
        case 'listening':
          state = 'listening';
          resolve({ endpoint: message.endpoint, stageArn: message.stageArn, close });
          return;
        case 'failed':
          fail(Object.assign(new Error(message.message), message.code !== undefined && { code: message.code }));
          return;
        case 'log':
          logger[message.level](message.details, message.message);
          return;
        default:
          assertNever(message);
      }
    });
  });
}
