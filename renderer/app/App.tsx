import { MantineProvider } from '@mantine/core';
import type { i18n } from 'i18next';
import { useEffect, useSyncExternalStore } from 'react';
import { I18nextProvider } from 'react-i18next';
import { useStore } from 'zustand';
import type { Preferences } from '../../shared/settings.ts';
import { applyLanguage } from '../i18n/index.ts';
import { resolveLanguage } from '../state/preferences-store.ts';
import { theme } from '../theme/theme.ts';
import { Shell } from './Shell.tsx';
import { type Services, ServicesContext } from './services.ts';

/** Language and theme follow the preferences at once; everything else is below. */
export function App({ services, i18n }: { services: Services; i18n: i18n }) {
  const { hello, preferences } = services;
  const language = useStore(preferences.store, (kept) => kept.language);
  const scheme = useColorScheme(useStore(preferences.store, (kept) => kept.theme));
  useEffect(() => {
    const unchanged = language === hello.preferences.language;
    applyLanguage(i18n, unchanged ? hello.language : resolveLanguage(language, navigator.languages));
  }, [language, hello, i18n]);

  return (
    <MantineProvider theme={theme} forceColorScheme={scheme} getStyleNonce={styleNonce}>
      <I18nextProvider i18n={i18n}>
        <ServicesContext value={services}>
          <Shell />
        </ServicesContext>
      </I18nextProvider>
    </MantineProvider>
  );
}

/** What the Content-Security-Policy lets runtime styles carry; index.html has it from the app:// handler. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');

function useColorScheme(setting: Preferences['theme']): 'dark' | 'light' {
  const dark = useSyncExternalStore(
    (listener) => {
      systemIsDark.addEventListener('change', listener);
      return () => systemIsDark.removeEventListener('change', listener);
    },
    () => systemIsDark.matches,
  );
  if (setting !== 'system') return setting;
  return dark ? 'dark' : 'light';
}
