import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useServices } from '../app/services.ts';
import form from '../settings/Form.module.css';
import { Choices } from './Choices.tsx';
import type { Settle } from './use-settle.ts';

const LANGUAGES = ['zh-TW', 'en', 'system'] as const;

/** The whole console speaks it at once. */
export function LanguageStep({ settle }: { settle: Settle }) {
  const { t } = useTranslation();
  const { preferences } = useServices();
  const language = useStore(preferences.store, (kept) => kept.language);
  const words = { 'zh-TW': t('preferences.zhTW'), en: t('preferences.en'), system: t('firstRun.language.system') };
  return (
    <>
      <Choices
        label={t('firstRun.language.title')}
        value={language}
        choices={LANGUAGES.map((value) => ({ value, label: words[value] }))}
        onChoose={(value) => {
          preferences.set({ language: value });
          settle.chose('language');
        }}
      />
      <p className={form.hint}>{t('firstRun.language.hint')}</p>
    </>
  );
}
