import { describe, expect, test } from 'vitest';
import { failureWords } from '../../electron/desktop/failure-words.ts';
import { StoreOpenError, type StoreOpenErrorCode } from '../../electron/service/store/types.ts';

const about = { path: '/data/stagewatch.sqlite', reason: 'schema 9 > 5' };
const remedies: Record<StoreOpenErrorCode, RegExp> = {
  'newer-schema': /較新版本.*未做任何更動.*--restore latest/,
  'in-use': /另一個 Stagewatch 使用。請先結束/,
  'not-writable': /無法寫入（schema 9 > 5）/,
  failed: /無法開啟（schema 9 > 5）.*磁碟空間/,
};

describe('a database that cannot be opened', () => {
  test.each(Object.entries(remedies) as [StoreOpenErrorCode, RegExp][])(
    '%s: says which, why and what to do',
    (code, words) => {
      const error = new StoreOpenError(code, 'The sentence in English.', about);
      expect(failureWords(error, 'zh-TW')).toMatch(words);
      expect(failureWords(error, 'zh-TW')).toContain(about.path);
      expect(failureWords(error, 'en')).toBe('The sentence in English.');
    },
  );
});

test('what nobody foresaw is said as it is', () => {
  for (const language of ['zh-TW', 'en'] as const) {
    expect(failureWords(new Error('boom'), language)).toBe('boom');
    expect(failureWords('boom', language)).toBe('boom');
  }
});
