import { Worker } from 'node:worker_threads';
import { assertNever } from '../../shared/assert-never.ts';
import { workerUrl } from '../workers.ts';
import type { LocalStage } from './local-stage.ts';
import { type StageLogger, silentLogger } from './log.ts';
import type { FromWorker, ToWorker, WorkerStageOptions } from './worker-messages.ts';

/** A worker that does not end by itself is ended. */
const CLOSE_GRACE_MS = 1_000;

export interface LocalStageWorkerOptions extends WorkerStageOptions {
  logger?: StageLogger;
  /** The stage ended on its own after it had listened: whoever watches sees it as a cut. */
  onCrash?: (error: Error) => void;
}

type RemoteStage = Pick<LocalStage, 'endpoint' | 'stageArn' | 'close'>;

/**
 * Starts a local stage in a worker thread.
 * @throws what createLocalStage() throws, a taken port (code EADDRINUSE) for example
 */
export function startLocalStageWorker(options: LocalStageWorkerOptions = {}): Promise<RemoteStage> {
  const { logger = silentLogger, onCrash = () => {}, ...workerData } = options;
  const worker = new Worker(workerUrl('local-stage-worker'), { workerData, name: 'local-stage' });
  return followStageWorker(worker, logger, onCrash);
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
