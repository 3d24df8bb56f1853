import { Transform, type TransformCallback } from 'node:stream';
import type { LogExportFormat } from '../../shared/api.ts';

const LINE_FEED = 0x0a;
const QUOTE = 0x22;

/**
 * Counts what passes through: bytes, and log entries. In CSV a line end between quotes is part of a cell, and the first
 * line names the columns; in JSON Lines each line is an entry.
 */
export class RowCounter extends Transform {
  bytes = 0;
  readonly #format: LogExportFormat;
  #lines = 0;
  #quoted = false;
  readonly #onChunk: () => void;

  constructor(format: LogExportFormat, onChunk: () => void) {
    super();
    this.#format = format;
    this.#onChunk = onChunk;
  }

  get rows(): number {
    return this.#format === 'csv' ? Math.max(0, this.#lines - 1) : this.#lines;
  }

  override _transform(chunk: Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    if (this.#format === 'csv') this.#countCsv(chunk);
    else this.#countLines(chunk);
    this.#onChunk();
    done(null, chunk);
  }

  #countLines(chunk: Uint8Array): void {
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) this.#lines += 1;
  }

  #countCsv(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (byte === QUOTE) this.#quoted = !this.#quoted;
      else if (byte === LINE_FEED && !this.#quoted) this.#lines += 1;
    }
  }
}
