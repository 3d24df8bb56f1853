/** Makes or opens one support bundle in a thread of its own, so that nobody's picture waits for it. */
import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../../shared/assert-never.ts';
import type { BundleProblem, BundleProgress } from '../../shared/support-bundle.ts';
import { BundleRefused, type ReadBundle, readBundle } from './read-bundle.ts';
import { BundleCancelled, type BundleRequest, writeBundle } from './write-bundle.ts';

export type BundleTask =
  /** `cancelled`: one byte, set by whoever does not want it any more. */
  { kind: 'write'; request: BundleRequest; cancelled: SharedArrayBuffer } | { kind: 'read'; path: string };

export type FromBundleWorker =
  | { kind: 'step'; step: BundleProgress['step']; bytes: number }
  | { kind: 'written'; bytes: number; problems: BundleProblem[] }
  | { kind: 'cancelled' }
  | ({ kind: 'read' } & ReadBundle)
  | { kind: 'refused'; refusal: BundleRefused['refusal']; message: string }
  | { kind: 'failed'; code: string; syscall: string; message: string };

const post = (message: FromBundleWorker): void => parentPort?.postMessage(message);

try {
  perform(workerData as BundleTask);
} catch (error) {
  if (error instanceof BundleCancelled) post({ kind: 'cancelled' });
  else if (error instanceof BundleRefused) post({ kind: 'refused', refusal: error.refusal, message: error.message });
  else {
    const { code = '', syscall = '', message } = error as NodeJS.ErrnoException;
    post({ kind: 'failed', code, syscall, message });
  }
}

function perform(task: BundleTask): void {
  switch (task.kind) {
    case 'write': {
      const cancelled = new Uint8Array(task.cancelled);
      const onStep = (step: BundleProgress['step'], bytes: number) => post({ kind: 'step', step, bytes });
      return post({ kind: 'written', ...writeBundle(task.request, onStep, () => cancelled[0] === 1) });
    }
    case 'read':
      return post({ kind: 'read', ...readBundle(task.path) });
    default:
      assertNever(task);
  }
}
