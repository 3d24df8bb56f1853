import { expect, it } from 'vitest';
import { createPreferences, resolveLanguage } from '../../../renderer/state/preferences-store.ts';
import type { Bridge } from '../../../shared/ipc.ts';
import type { Preferences } from '../../../shared/settings.ts';

const initial: Preferences = {
  language: 'zh-TW',
  theme: 'dark',
  contrast: 'system',
  singleKeys: true,
  volume: 1,
  muted: false,
};

it('shows a change at once and keeps what the main process kept', async () => {
  const { promise, resolve } = Promise.withResolvers<Preferences>();
  const preferences = createPreferences({ invoke: () => promise } as unknown as Bridge, initial);
  preferences.set({ theme: 'light' });
  expect(preferences.store.getState().theme).toBe('light');
  resolve({ ...initial, theme: 'system' });
  await promise;
  expect(preferences.store.getState().theme).toBe('system');
});

it('is not thrown back by the answer to an earlier change', async () => {
  const answers: Array<(kept: Preferences) => void> = [];
  const invoke = () => new Promise<Preferences>((resolve) => answers.push(resolve));
  const preferences = createPreferences({ invoke } as unknown as Bridge, initial);
  preferences.set({ volume: 0.5 });
  preferences.set({ volume: 0.2 });
  answers[0]?.({ ...initial, volume: 0.5 });
  await Promise.resolve();
  expect(preferences.store.getState().volume).toBe(0.2);
});

it.each([
  ['en', ['zh-TW'], 'en'],
  ['zh-TW', ['en-US'], 'zh-TW'],
  ['system', ['zh-Hant-TW', 'en'], 'zh-TW'],
  ['system', ['ja', 'en-GB', 'zh'], 'en'],
  ['system', ['fr'], 'en'],
] as const)('the setting %s on a system of %j speaks %s', (setting, system, language) => {
  expect(resolveLanguage(setting, system)).toBe(language);
});
