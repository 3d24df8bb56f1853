import { app, dialog } from 'electron';
import type { Logger } from 'pino';

/** A start that cannot go on: one sentence in the log and on screen, and an exit code that says so. */
export function endWithFailure(log: Logger, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  log.fatal({ err: error }, 'Stagewatch could not start');
  dialog.showErrorBox('Stagewatch', message);
  app.exit(1);
}
