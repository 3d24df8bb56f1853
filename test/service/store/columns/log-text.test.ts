/** Files of the log: any spreadsheet opens them, whatever users are called. */
import { expect, test } from 'vitest';
import { headOf, textOf } from '../../../../electron/service/store/columns/log-text.ts';
import type { LogRecord } from '../../../../electron/service/store/sqlite/log-rows.ts';

const record = (rest: Partial<LogRecord>): LogRecord => ({
  ...{ id: 7, at: '2026-03-01T12:00:00.000Z', source: 'api', type: 'presence.left', stageArn: null },
  ...{ userId: null, participantId: null, reason: null, details: '{}', ...rest },
});
/** The cell of a line, as RFC 4180 has it. */
const userCell = (userId: string): string => {
  const line = textOf([record({ userId })], 'csv');
  const cell = /^7,2026-03-01T12:00:00\.000Z,api,presence\.left,,((?:"(?:[^"]|"")*")|[^,"]*),,,\{\}\r\n$/s.exec(line);
  if (cell?.[1] === undefined) throw new Error(`Not a line of nine cells: ${line}`);
  return cell[1];
};

test('a CSV file begins with the byte order mark and the names of its columns', () => {
  expect(headOf('csv')).toBe('\uFEFFid,at,source,type,stageArn,userId,participantId,reason,details\r\n');
  expect(headOf('jsonl')).toBe('');
});

test.each([
  ['till-1', 'till-1'],
  ['櫃台😀', '櫃台😀'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\r\nlines', '"two\r\nlines"'],
  [' blank ', '" blank "'],
  ['<b>', '<b>'],
])('%j is written as %s', (userId, cell) => {
  expect(userCell(userId)).toBe(cell);
});

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠x',
  '=HYPERLINK("http://x","y")',
])('%j is no formula', (userId) => {
  expect(userCell(userId)).toMatch(/^"?'/);
  expect(userCell(userId).replace(/^"|"$/g, '').replaceAll('""', '"')).toBe(`'${userId}`);
});

test('a line of JSON Lines is the entry as the API gives it', () => {
  const entry = { ...record({ userId: '櫃台 "1"\n', reason: '=1' }), details: { clientAt: 'x', n: [1, null] } };
  const line = textOf([{ ...entry, details: JSON.stringify(entry.details) }], 'jsonl');
  expect(line.split('\n')).toHaveLength(2);
  expect(JSON.parse(line)).toEqual(entry);
});
