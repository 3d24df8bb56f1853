/** Every error code that the installed SDK knows is explained, in both languages. */
import { EventErrorCode, EventName } from '@aws-sdk/client-ivs-realtime';
import { describe, expect, test } from 'vitest';
import { eventErrorTexts, explainEventError } from '../../../electron/service/aws/event-errors.ts';
import { awsLogTypes } from '../../../shared/log.ts';

describe('an error code', () => {
  test.each(Object.values(EventErrorCode))('%s says what happened and what to do, in both languages', (code) => {
    const zh = explainEventError(code, 'zh-TW') ?? '';
    const en = explainEventError(code, 'en') ?? '';
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en).not.toMatch(/[\u4e00-\u9fff]/);
    // What to do is a sentence of its own.
    expect(zh.split('。').filter(Boolean).length, zh).toBeGreaterThan(1);
    expect(en.split(/[.;] /).length, en).toBeGreaterThan(1);
  });

  test('no two have the same text, and none is explained that does not exist', () => {
    expect(new Set(Object.values(eventErrorTexts).map(({ en }) => en)).size).toBe(Object.keys(eventErrorTexts).length);
    expect(Object.keys(eventErrorTexts).sort()).toEqual(Object.values(EventErrorCode).sort());
  });

  test('of a newer SDK is told by its name; no error has no explanation', () => {
    expect(explainEventError('SOMETHING_NEW', 'en')).toContain('SOMETHING_NEW');
    expect(explainEventError('toString', 'zh-TW')).toContain('toString');
    expect(explainEventError(null, 'en')).toBeNull();
  });
});

test("the log has a type for each of the SDK's event names", () => {
  const types = Object.values(EventName).map((name) => `aws.${name.toLowerCase().replaceAll('_', '-')}`);
  expect(types.sort()).toEqual([...awsLogTypes].sort());
});
