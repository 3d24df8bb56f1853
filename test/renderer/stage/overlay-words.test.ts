import { describe, expect, it } from 'vitest';
import { createI18n } from '../../../renderer/i18n/index.ts';
import { overlayFor } from '../../../renderer/stage/overlay-for.ts';
import { overlayWords } from '../../../renderer/stage/overlay-words.ts';
import { languages } from '../../../shared/settings.ts';
import { views } from '../harness/sample.ts';

const nothing = { joined: true, connection: 'connected', publishers: [] } as const;

describe.each(languages)('overlays in words, in %s', (language) => {
  const { t } = createI18n(language);

  it.each(Object.entries(views))('%s: every text is in the catalogue and filled in', (_name, view) => {
    const overlay = overlayFor(view, nothing);
    if (!overlay) throw new Error('A joined stage without publishers always has an overlay');
    const { title, body, action } = overlayWords(overlay, t);
    for (const text of [title, body ?? '', action?.label ?? '']) expect(text).not.toMatch(/overlay\.|\{\{|undefined/);
    expect(title).not.toBe('');
  });
});

describe('the problem behind a retry', () => {
  const { t } = createI18n('en');
  const words = (problem: Extract<(typeof views)['retrying-stage'], { phase: 'retrying' }>['problem'] | object) =>
    overlayWords({ kind: 'retrying', retryInMs: 0, problem: problem as never }, t).body;

  it('is said with its code, so that it can be looked up', () => {
    expect(words({ kind: 'api', code: 'RATE_LIMITED', message: 'Too many requests.' })).toBe(
      'Too many requests. (RATE_LIMITED)',
    );
    expect(words({ kind: 'stage', at: 'join', code: 3, name: 'TIMEOUT', message: 'no answer' })).toContain(
      '(TIMEOUT, 3)',
    );
    expect(
      words({ kind: 'stage', at: 'join', code: 4, name: 'FAILED', message: '[JOIN_ERROR] Operation failed' }),
    ).toBe('The connection to the stage failed: Operation failed (FAILED, 4)');
    expect(words({ kind: 'stage', at: 'join', code: null, name: 'Error', message: 'why' })).toContain('why (Error)');
    expect(words({ kind: 'api-unreachable' })).toContain('does not answer');
  });
});
