import type { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/** The names of the threads that are started from here on, until the test is finished. */
export function threadsStarted(): readonly string[] {
  const names: string[] = [];
  const onWorker = ({ threadName }: Worker) => void names.push(threadName ?? '');
  process.on('worker', onWorker);
  onTestFinished(() => void process.off('worker', onWorker));
  return names;
}
