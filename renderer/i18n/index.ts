import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../shared/settings.ts';
import en from './en.json';
import zhTW from './zh-TW.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

/** Both catalogues are in the bundle: a change of language is at once and needs no network. */
export function createI18n(language: Language): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-TW': { translation: zhTW } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}

/** The document speaks the language for hyphenation, fonts and screen readers, too. */
export function applyLanguage(instance: i18n, language: Language): void {
  document.documentElement.lang = language;
  void instance.changeLanguage(language);
}
