/** A row of the log table, and the entry that it is. */
import type { LogEntry, LogSource, LogType } from '../../../../shared/log.ts';

export interface LogRow {
  id: number;
  at: number;
  source: LogSource;
  type: LogType;
  stage_id: number | null;
  user_id: string | null;
  participant_id: string | null;
  reason: string | null;
  details: string;
}

/** An entry as an export has it: its details are JSON text still. */
export interface LogRecord extends Omit<LogEntry, 'details'> {
  details: string;
}

type ArnOf = (stageId: number) => string;

export const logRecordOf = (row: LogRow, arnOf: ArnOf): LogRecord => ({
  id: row.id,
  at: new Date(row.at).toISOString(),
  source: row.source,
  type: row.type,
  stageArn: row.stage_id === null ? null : arnOf(row.stage_id),
  userId: row.user_id,
  participantId: row.participant_id,
  reason: row.reason,
  details: row.details,
});

export const logEntryOf = (row: LogRow, arnOf: ArnOf): LogEntry => ({
  ...logRecordOf(row, arnOf),
  details: JSON.parse(row.details) as Record<string, unknown>,
});
