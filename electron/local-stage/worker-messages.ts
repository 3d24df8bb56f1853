/** What a thread that runs a local stage and the one that started it say to each other. */
import type { LocalStageOptions } from './local-stage.ts';
import type { StageLogLevel } from './log.ts';

/** Options that can cross into a worker. */
export type WorkerStageOptions = Omit<LocalStageOptions, 'logger' | 'now'>;

export type FromWorker =
  | { type: 'listening'; endpoint: string; stageArn: string }
  | { type: 'failed'; message: string; code: string | undefined }
  | { type: 'log'; level: StageLogLevel; details: object; message: string };

export interface ToWorker {
  type: 'close';
}
