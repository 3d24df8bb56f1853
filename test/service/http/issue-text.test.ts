/** What people read of a field that broke its rule: plain words, in their language. */
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { ApiError } from '../../../electron/service/http/errors.ts';
import { parse } from '../../../electron/service/http/validation.ts';
import { leaveRequestSchema, logQuerySchema, logReportSchema, rejoinRequestSchema } from '../../../shared/api.ts';

const STAGE = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
const good = { userId: 'u', stageArn: STAGE, participantId: 'p' };
const entry = { type: 'viewer.away', at: '2026-03-01T12:00:00.000Z' };

function textsOf(schema: z.ZodType, given: unknown, language: string): string[] {
  try {
    parse(schema, given, { headers: { 'accept-language': language } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return (error.details as { issues: { message: string }[] }).issues.map(({ message }) => message);
  }
  throw new Error('was accepted');
}

const cases: [string, z.ZodType, unknown, string, string][] = [
  ['no userId', rejoinRequestSchema, { ...good, userId: undefined }, '缺少這個欄位', 'Is missing'],
  ['nothing at all', rejoinRequestSchema, {}, '缺少這個欄位', 'Is missing'],
  [
    'an entry without a time',
    logReportSchema,
    { ...good, entries: [{ type: entry.type }] },
    '缺少這個欄位',
    'Is missing',
  ],
  ['an entry without a type', logReportSchema, { ...good, entries: [{ at: entry.at }] }, '缺少這個欄位', 'Is missing'],
  ['an empty userId', rejoinRequestSchema, { ...good, userId: '' }, '至少要有 1 個字元', 'At least 1 character'],
  [
    'a long userId',
    rejoinRequestSchema,
    { ...good, userId: 'x'.repeat(129) },
    '最多 128 個字元',
    'At most 128 characters',
  ],
  [
    'half a character',
    rejoinRequestSchema,
    { ...good, userId: 'a\ud800' },
    '含有不完整的 Unicode 字元',
    'Contains an incomplete Unicode character',
  ],
  ['half a character in a reason', leaveRequestSchema, { ...good, reason: '\udc00' }, '不完整', 'incomplete'],
  ['another ARN', rejoinRequestSchema, { ...good, stageArn: 'stage' }, `舞台的 ARN，例如 ${STAGE}`, `example ${STAGE}`],
  ['a participantId', rejoinRequestSchema, { ...good, participantId: 'a/b' }, '英文字母、數字', 'letters, digits'],
  ['no entry', logReportSchema, { ...good, entries: [] }, '至少要有 1 項', 'At least 1 item'],
  ['many entries', logReportSchema, { ...good, entries: Array(51).fill(entry) }, '最多 50 項', 'At most 50 items'],
  ['a time', logReportSchema, { ...good, entries: [{ ...entry, at: 'noon' }] }, 'ISO 8601', 'ISO 8601'],
  ['a small limit', logQuerySchema, { limit: '0' }, '不可小於 1', 'Not below 1'],
  ['a large limit', logQuerySchema, { limit: '501' }, '不可大於 500', 'Not above 500'],
];

describe.each(cases)('%s', (_, schema, given, chinese, english) => {
  test('in Chinese and in English, without a regular expression', () => {
    const zh = textsOf(schema, given, 'zh-TW').join();
    const en = textsOf(schema, given, 'en').join();
    expect(zh).toContain(chinese);
    expect(en).toContain(english);
    expect(zh).toMatch(/[一-鿿]/);
    expect(en).not.toMatch(/[一-鿿]/);
    expect(zh + en).not.toMatch(/\^|\{1,|string/);
  });
});
