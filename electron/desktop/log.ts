import pino, { type Logger } from 'pino';
import type { Settings } from '../../shared/settings.ts';

/** The process's log on stderr, one JSON line an entry. Written at once: the last line before an end is the one that counts. */
export function setupLog(level: Settings['logLevel']): Logger {
  const log = pino({ level, base: { pid: process.pid } }, pino.destination({ dest: 2, sync: true }));
  process.on('uncaughtException', (error) => log.error({ err: error }, 'Uncaught exception'));
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'Unhandled rejection'));
  return log;
}
