/** The connection log as a file's text. */
import type { LogExportFormat } from '../../../../shared/api.ts';
import type { LogRecord } from '../sqlite/log-rows.ts';

const COLUMNS = ['id', 'at', 'source', 'type', 'stageArn', 'userId', 'participantId', 'reason', 'details'] as const;
/** Excel takes UTF-8 for it only with a byte order mark. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What stands before the first entry. */
export const headOf = (format: LogExportFormat): string =>
  format === 'csv' ? `${BYTE_ORDER_MARK}${COLUMNS.join(',')}\r\n` : '';

export function textOf(records: readonly LogRecord[], format: LogExportFormat): string {
  let text = '';
  for (const record of records) text += format === 'csv' ? csvLine(record) : jsonLine(record);
  return text;
}

/** Details are JSON already and stay as they are. */
function jsonLine({ details, ...entry }: LogRecord): string {
  return `${JSON.stringify(entry).slice(0, -1)},"details":${details}}\n`;
}

function csvLine(record: LogRecord): string {
  const { id, at, source, type, stageArn, userId, participantId, reason, details } = record;
  const free = `${csvCell(stageArn)},${csvCell(userId)},${csvCell(participantId)},${csvCell(reason)},${csvCell(details)}`;
  return `${id},${at},${source},${type},${free}\r\n`;
}

/** What spreadsheets take for a formula, in their full-width forms too. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NEEDS_QUOTES = /[",\r\n\t]|^\s|\s$/;

/** RFC 4180; a cell that would be a formula begins with an apostrophe, which spreadsheets show as text. */
function csvCell(value: string | null): string {
  if (value === null) return '';
  const text = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
