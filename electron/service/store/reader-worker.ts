/**
 * The thread that answers questions that take long, over a connection of its own: the write-ahead log lets it read
 * while the other thread commits. Every question runs a step at a time and in turns, so that a page of the log never
 * waits for an export.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '../../../shared/assert-never.ts';
import { openReader } from './columns/reader.ts';
import type { FromReader, ReaderOptions, ToReader } from './reader-protocol.ts';

/** With nothing asked, what the next question will need is read ahead, with pauses as long as the work took. */
const LEAST_PAUSE_MS = 5;

const port = parentPort;
if (port === null) throw new Error('store/reader-worker.ts runs as a worker thread only');
const post = (message: FromReader, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

const reader = openReader((workerData as ReaderOptions).dataDir);
const exports = new Map<number, Generator<Buffer<ArrayBuffer>, void>>();
/** Each goes one step a turn and says whether it is done. */
const turns: (() => boolean)[] = [];
let isTurning = false;
let warming: Generator<undefined, void> | null = reader.warm();
let warmTimer: NodeJS.Timeout | undefined;

port.on('message', (message: ToReader) => {
  switch (message.kind) {
    case 'ask':
      return ask(message);
    case 'export':
      exports.set(message.id, reader.logExport(message.filter, message.format));
      return;
    case 'more':
      return more(message.id);
    case 'forget':
      exports.delete(message.id);
      return;
    case 'close':
      clearTimeout(warmTimer);
      reader.close();
      port.close();
      return;
    default:
      assertNever(message);
  }
});

function ask({ id, name, args }: Extract<ToReader, { kind: 'ask' }>): void {
  const begin = reader[name] as (...given: readonly unknown[]) => Generator<undefined, unknown>;
  const job = begin(...args);
  inTurns(id, () => {
    const { done = false, value } = job.next();
    if (done) post({ kind: 'answer', id, value });
    return done;
  });
}

function more(id: number): void {
  const job = exports.get(id);
  if (job === undefined) return;
  inTurns(id, () => {
    if (!exports.has(id)) return true;
    const { done, value } = job.next();
    if (done) post({ kind: 'end', id });
    else if (value.length === 0) return false;
    else post({ kind: 'piece', id, bytes: value }, isWhole(value) ? [value.buffer] : []);
    return true;
  });
}

/** A small buffer is cut from a pool that others use, too. */
const isWhole = (bytes: Uint8Array): boolean => bytes.byteLength === bytes.buffer.byteLength;

function inTurns(id: number, step: () => boolean): void {
  turns.push(() => {
    try {
      return step();
    } catch (error) {
      exports.delete(id);
      post({ kind: 'failed', id, message: (error as Error).message });
      return true;
    }
  });
  clearTimeout(warmTimer);
  if (isTurning) return;
  isTurning = true;
  turn();
}

function turn(): void {
  const step = turns.shift();
  if (step === undefined) {
    isTurning = false;
    warmTimer = setTimeout(warm, LEAST_PAUSE_MS);
    return;
  }
  if (!step()) turns.push(step);
  setImmediate(turn);
}

function warm(): void {
  if (warming === null) return;
  const startedAt = performance.now();
  try {
    if (warming.next().done) warming = null;
  } catch {
    warming = null; // whoever asks for it is told what is wrong
  }
  if (warming === null) return post({ kind: 'warm' });
  warmTimer = setTimeout(warm, Math.max(LEAST_PAUSE_MS, performance.now() - startedAt));
}
