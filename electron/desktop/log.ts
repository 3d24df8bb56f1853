import pino, { type Logger } from 'pino';
import type { Settings } from '../../shared/settings.ts';
import { logDestination } from '../log-destination.ts';

/**
 * The process's log, one JSON line an entry.
 * @param dataDir where it is kept in files as well; null: on stderr alone
 */
export function setupLog(level: Settings['logLevel'], dataDir: string | null): Logger {
  const log = pino({ level, base: { pid: process.pid } }, logDestination(dataDir));
  process.on('uncaughtException', (error) => log.error({ err: error }, 'Uncaught exception'));
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'Unhandled rejection'));
  return log;
}
