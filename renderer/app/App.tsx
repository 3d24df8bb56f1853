import { MantineProvider } from '@mantine/core';
import type { i18n } from 'i18next';
import { lazy, Suspense, useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import { I18nextProvider } from 'react-i18next';
import { useStore } from 'zustand';
import type { Preferences } from '../../shared/settings.ts';
import { applyLanguage } from '../i18n/index.ts';
import { resolveLanguage } from '../state/preferences-store.ts';
import { theme } from '../theme/theme.ts';
import { Shell } from './Shell.tsx';
import { type Services, ServicesContext } from './services.ts';

// A console needs nothing of it, and a till that shows it has time for one more file.
const KioskShell = lazy(() => import('../kiosk/KioskShell.tsx'));

/** Language and theme follow the preferences at once; everything else is below. */
export function App({ services, i18n }: { services: Services; i18n: i18n }) {
  const { hello, preferences } = services;
  const kiosk = useStore(services.kiosk);
  const language = useStore(preferences.store, (kept) => kept.language);
  const scheme = useColorScheme(useStore(preferences.store, (kept) => kept.theme));
  const contrast = useContrast(useStore(preferences.store, (kept) => kept.contrast));
  useLayoutEffect(() => {
    document.documentElement.dataset.contrast = contrast;
  }, [contrast]);
  useEffect(() => {
    const unchanged = language === hello.preferences.language;
    applyLanguage(i18n, unchanged ? hello.language : resolveLanguage(language, navigator.languages));
  }, [language, hello, i18n]);

  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={scheme}
      defaultColorScheme={scheme} // or the first paint is a light one, whatever is forced
      getStyleNonce={styleNonce}
    >
      <I18nextProvider i18n={i18n}>
        <ServicesContext value={services}>
          <Suspense fallback={null}>{kiosk ? <KioskShell /> : <Shell />}</Suspense>
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
const systemWantsContrast = window.matchMedia('(prefers-contrast: more)');

function useMatches(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
}

function useColorScheme(setting: Preferences['theme']): 'dark' | 'light' {
  const dark = useMatches(systemIsDark);
  if (setting !== 'system') return setting;
  return dark ? 'dark' : 'light';
}

function useContrast(setting: Preferences['contrast']): 'more' | 'usual' {
  const wanted = useMatches(systemWantsContrast);
  return setting === 'more' || wanted ? 'more' : 'usual';
}
