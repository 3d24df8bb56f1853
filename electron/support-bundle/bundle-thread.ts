import { Worker } from 'node:worker_threads';
import { assertNever } from '../../shared/assert-never.ts';
import type { BundleOutcome, BundleProgress } from '../../shared/support-bundle.ts';
import { workerUrl } from '../workers.ts';
import { BundleRefused, type ReadBundle } from './read-bundle.ts';
import type { BundleTask, FromBundleWorker } from './worker.ts';
import type { BundleRequest } from './write-bundle.ts';

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Resolves when the file is whole, or there is none. Never rejects. */
export async function makeBundle(
  request: BundleRequest,
  signal: AbortSignal,
  onProgress: (progress: BundleProgress) => void,
): Promise<BundleOutcome> {
  const { path } = request;
  const cancelled = new SharedArrayBuffer(1);
  const cancel = () => {
    new Uint8Array(cancelled)[0] = 1;
  };
  if (signal.aborted) return { status: 'cancelled' };
  signal.addEventListener('abort', cancel, { once: true });
  const last = await runTask({ kind: 'write', request, cancelled }, (step, bytes) => onProgress({ path, step, bytes }));
  signal.removeEventListener('abort', cancel);
  if (last.kind === 'cancelled') return { status: 'cancelled' };
  if (last.kind === 'written') return { status: 'done', path, bytes: last.bytes, problems: last.problems };
  if (last.kind !== 'failed') return { status: 'failed', problem: 'failed', message: last.kind };
  const { code, syscall, message } = last;
  if (DISK_FULL.has(code)) return { status: 'failed', problem: 'disk-full', message };
  return { status: 'failed', problem: syscall === '' ? 'failed' : 'not-writable', message };
}

/** @throws BundleRefused */
export async function openBundle(path: string): Promise<ReadBundle> {
  const last = await runTask({ kind: 'read', path });
  switch (last.kind) {
    case 'read':
      return { bundle: last.bundle, pages: last.pages };
    case 'refused':
      throw new BundleRefused(last.refusal, last.message);
    case 'failed':
      throw new BundleRefused('unreadable', last.message);
    case 'written':
    case 'cancelled':
      throw new Error('The thread answered another question.');
    default:
      return assertNever(last);
  }
}

type LastWord = Exclude<FromBundleWorker, { kind: 'step' }>;

/** Bounded: what a hostile file makes of it ends this thread alone. */
const resourceLimits = { maxOldGenerationSizeMb: 1_024 };

/**
 * Never ended from outside: a thread that is stopped within SQLite takes the whole process with it, so that a
 * cancelled one looks at `cancelled` and ends by itself.
 */
function runTask(
  task: BundleTask,
  onStep: (step: BundleProgress['step'], bytes: number) => void = () => {},
): Promise<LastWord> {
  return new Promise((resolve) => {
    const limits = task.kind === 'read' ? { resourceLimits } : {};
    const worker = new Worker(workerUrl('support-bundle'), { workerData: task, name: 'support-bundle', ...limits });
    const fail = (message: string) => resolve({ kind: 'failed', code: '', syscall: '', message });
    worker.on('message', (message: FromBundleWorker) => {
      if (message.kind === 'step') onStep(message.step, message.bytes);
      else resolve(message);
    });
    worker.once('error', (error) => fail((error as Error).message));
    worker.once('exit', () => fail('the thread ended'));
  });
}
