import { Worker } from 'node:worker_threads';
import { workerUrl } from '../../workers.ts';
import type { CopyOutcome, CopyTask } from './copy-worker.ts';
import type { CopyProblem } from './sqlite/check-copy.ts';
import { StoreUnavailable } from './types.ts';

/** Does it in a thread that ends with it. @throws StoreUnavailable where the disk does not let it */
export function performCopyTask(task: CopyTask): Promise<CopyProblem> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl('store-copy'), { workerData: task, name: 'store-copy' });
    worker.once('message', (outcome: CopyOutcome) => {
      if (outcome.ok) resolve(outcome.found);
      else reject(new StoreUnavailable(outcome.message, outcome.code));
    });
    worker.once('error', (error) => reject(new StoreUnavailable((error as Error).message)));
    worker.once('exit', () => reject(new StoreUnavailable('the thread that looked at the copy ended')));
  });
}
