/** What the service's thread and the thread that answers long questions say to each other. */
import type { LogExportFormat } from '../../../shared/api.ts';
import type { ReaderJobName } from './columns/reader.ts';
import type { LogFilter } from './types.ts';

export interface ReaderOptions {
  dataDir: string;
}

export type ToReader =
  | { kind: 'ask'; id: number; name: ReaderJobName; args: readonly unknown[] }
  | { kind: 'export'; id: number; filter: LogFilter; format: LogExportFormat }
  /** The next piece of an export is wanted. */
  | { kind: 'more'; id: number }
  /** Nobody wants the rest of it. */
  | { kind: 'forget'; id: number }
  | { kind: 'close' };

export type FromReader =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'piece'; id: number; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'end'; id: number }
  | { kind: 'failed'; id: number; message: string }
  /** Once: what the next question needs has been read ahead. */
  | { kind: 'warm' };
