import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../shared/settings.ts';
import enApp from './en/app.json';
import enBackups from './en/backups.json';
import enConnection from './en/connection.json';
import enCost from './en/cost.json';
import enFirstRun from './en/first-run.json';
import enKiosk from './en/kiosk.json';
import enKioskPin from './en/kiosk-pin.json';
import enLog from './en/log.json';
import enOverview from './en/overview.json';
import enParticipants from './en/participants.json';
import enSettingTexts from './en/setting-texts.json';
import enSettings from './en/settings.json';
import enStage from './en/stage.json';
import enSupport from './en/support.json';
import zhApp from './zh-TW/app.json';
import zhBackups from './zh-TW/backups.json';
import zhConnection from './zh-TW/connection.json';
import zhCost from './zh-TW/cost.json';
import zhFirstRun from './zh-TW/first-run.json';
import zhKiosk from './zh-TW/kiosk.json';
import zhKioskPin from './zh-TW/kiosk-pin.json';
import zhLog from './zh-TW/log.json';
import zhOverview from './zh-TW/overview.json';
import zhParticipants from './zh-TW/participants.json';
import zhSettingTexts from './zh-TW/setting-texts.json';
import zhSettings from './zh-TW/settings.json';
import zhStage from './zh-TW/stage.json';
import zhSupport from './zh-TW/support.json';

/** One file a feature; their keys together are one namespace. */
const en = {
  ...enApp,
  ...enBackups,
  ...enConnection,
  ...enCost,
  ...enFirstRun,
  ...enKiosk,
  ...enKioskPin,
  ...enLog,
  ...enOverview,
  ...enParticipants,
  ...enSettingTexts,
  ...enSettings,
  ...enStage,
  ...enSupport,
};
const zhTW = {
  ...zhApp,
  ...zhBackups,
  ...zhConnection,
  ...zhCost,
  ...zhFirstRun,
  ...zhKiosk,
  ...zhKioskPin,
  ...zhLog,
  ...zhOverview,
  ...zhParticipants,
  ...zhSettingTexts,
  ...zhSettings,
  ...zhStage,
  ...zhSupport,
};

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
