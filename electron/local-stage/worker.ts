/** A local stage in a thread of its own: relaying media must not wait for the window, nor the window for it. */
import { parentPort, workerData } from 'node:worker_threads';
import { createLocalStage } from './local-stage.ts';
import type { StageLogger, StageLogLevel } from './log.ts';
import type { FromWorker, ToWorker, WorkerStageOptions } from './worker-messages.ts';

const port = parentPort;
if (!port) throw new Error('This file runs as a worker: start it with startLocalStageWorker().');
const tell = (message: FromWorker) => port.postMessage(message);

const log = (level: StageLogLevel) => (details: object, message: string) =>
  tell({ type: 'log', level, details: cloneable(details), message });
const logger: StageLogger = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };

try {
  const stage = await createLocalStage({ ...(workerData as WorkerStageOptions), logger });
  port.on('message', async (message: ToWorker) => {
    if (message.type !== 'close') return;
    await stage.close();
    port.close();
  });
  tell({ type: 'listening', endpoint: stage.endpoint, stageArn: stage.stageArn });
} catch (error) {
  const { message, code } = error as NodeJS.ErrnoException;
  tell({ type: 'failed', message, code });
  port.close();
}

/** Errors keep their name, message and stack on the way; other details are plain already. */
function cloneable(details: object): object {
  const plain = (value: unknown) =>
    value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, plain(value)]));
}
