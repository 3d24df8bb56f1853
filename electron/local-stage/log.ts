/** The part of a pino logger that the local stage uses. */
export interface StageLogger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export const stageLogLevels = ['debug', 'info', 'warn', 'error'] as const;
export type StageLogLevel = (typeof stageLogLevels)[number];

const nothing = () => {};
export const silentLogger: StageLogger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
