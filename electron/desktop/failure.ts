import { app, dialog } from 'electron';
import type { Logger } from 'pino';
import type { Language } from '../../shared/settings.ts';
import { failureWords } from './failure-words.ts';

/** A start that cannot go on: one sentence in the log and on screen, and an exit code that says so. */
export function endWithFailure(log: Logger, error: unknown, language: Language): void {
  log.fatal({ err: error }, 'Stagewatch could not start');
  dialog.showErrorBox('Stagewatch', failureWords(error, language));
  app.exit(1);
}
