import type { z } from 'zod';
import type { Language } from '../../../shared/settings.ts';

type Text = Readonly<Record<Language, string>>;

/** Of a field that is not there at all, whatever it should have been. */
export const missingText: Text = { 'zh-TW': '缺少這個欄位', en: 'Is missing' };

/** What the fields of our requests break in our own words; undefined: the schema library's words do. */
export function issueText(issue: z.core.$ZodIssue): Text | undefined {
  switch (issue.code) {
    case 'too_small':
      return atLeast(issue.origin, Number(issue.minimum));
    case 'too_big':
      return atMost(issue.origin, Number(issue.maximum));
    case 'invalid_format':
      if (issue.format === 'datetime') return texts.datetime;
      return issue.format === 'regex' ? patternText(issue.path.at(-1)) : undefined;
    case 'custom': // the one rule that no schema of the library's has
      return texts.unicode;
    default:
      return undefined;
  }
}

function atLeast(origin: string, least: number): Text {
  if (origin === 'string') return { 'zh-TW': `至少要有 ${least} 個字元`, en: `At least ${count(least, 'character')}` };
  if (origin === 'array') return { 'zh-TW': `至少要有 ${least} 項`, en: `At least ${count(least, 'item')}` };
  return { 'zh-TW': `不可小於 ${least}`, en: `Not below ${least}` };
}

function atMost(origin: string, most: number): Text {
  if (origin === 'string') return { 'zh-TW': `最多 ${most} 個字元`, en: `At most ${count(most, 'character')}` };
  if (origin === 'array') return { 'zh-TW': `最多 ${most} 項`, en: `At most ${count(most, 'item')}` };
  return { 'zh-TW': `不可大於 ${most}`, en: `Not above ${most}` };
}

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

/** A rule in words instead of its regular expression. */
function patternText(field: PropertyKey | undefined): Text {
  if (field === 'stageArn') return texts.stageArn;
  return field === 'participantId' ? texts.participantId : texts.format;
}

const ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
const texts = {
  stageArn: { 'zh-TW': `必須是舞台的 ARN，例如 ${ARN}`, en: `Must be the ARN of a stage, for example ${ARN}` },
  participantId: {
    'zh-TW': '必須是 1 到 64 個英文字母、數字、- 或 _',
    en: 'Must be 1 to 64 letters, digits, - or _',
  },
  format: { 'zh-TW': '格式不符規定', en: 'Not of the right form' },
  datetime: {
    'zh-TW': '必須是 ISO 8601 的 UTC 時間，例如 2026-03-01T12:00:00.000Z',
    en: 'Must be an ISO 8601 time in UTC, for example 2026-03-01T12:00:00.000Z',
  },
  unicode: { 'zh-TW': '含有不完整的 Unicode 字元', en: 'Contains an incomplete Unicode character' },
} as const satisfies Record<string, Text>;
