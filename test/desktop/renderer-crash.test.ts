import { describe, expect, it } from 'vitest';
import { createCrashPolicy } from '../../electron/desktop/renderer-crash.ts';

describe('a page that crashes', () => {
  it('is reloaded, and no longer at the third crash within a minute', () => {
    const decide = createCrashPolicy();
    expect([decide(0), decide(30_000), decide(59_999)]).toEqual(['reload', 'reload', 'stop']);
  });

  it('is reloaded again where a minute lies between', () => {
    const decide = createCrashPolicy();
    expect([decide(0), decide(30_000), decide(60_000)]).toEqual(['reload', 'reload', 'reload']);
  });

  it('may crash anew after it was stopped and the user reloaded it', () => {
    const decide = createCrashPolicy();
    [0, 1, 2].forEach(decide);
    expect(decide(3)).toBe('reload');
  });
});
