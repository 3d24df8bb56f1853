import { ActionIcon, Button, Popover, SegmentedControl } from '@mantine/core';
import { IconLanguage } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import classes from './Popovers.module.css';
import { useServices } from './services.ts';

const AboutDialog = lazy(() => import('./AboutDialog.tsx'));

/** Language, theme and contrast, at once; and what this program is. */
export function PreferencesPopover() {
  const { t } = useTranslation();
  const { preferences, hello } = useServices();
  const { language, theme, contrast } = useStore(preferences.store);
  const [shown, setShown] = useState<'nothing' | 'preferences' | 'about'>('nothing');
  return (
    <Popover
      position="bottom-end"
      width={300}
      trapFocus
      returnFocus
      opened={shown === 'preferences'}
      onChange={(opened) => setShown(opened ? 'preferences' : 'nothing')}
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t('preferences.button')}
          data-testid="preferences"
          onClick={() => setShown(shown === 'preferences' ? 'nothing' : 'preferences')}
        >
          <IconLanguage size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={t('preferences.button')}>
        <h2 className={classes.title}>{t('preferences.language')}</h2>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('preferences.language')}
          value={language}
          disabled={hello.fixedPreferences.includes('language')}
          onChange={(value) => preferences.set({ language: value as typeof language })}
          data={[
            { value: 'zh-TW', label: t('preferences.zhTW') },
            { value: 'en', label: t('preferences.en') },
            { value: 'system', label: t('preferences.system') },
          ]}
        />
        <h2 className={classes.title}>{t('preferences.theme')}</h2>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('preferences.theme')}
          value={theme}
          disabled={hello.fixedPreferences.includes('theme')}
          onChange={(value) => preferences.set({ theme: value as typeof theme })}
          data={[
            { value: 'dark', label: t('preferences.dark') },
            { value: 'light', label: t('preferences.light') },
            { value: 'system', label: t('preferences.system') },
          ]}
        />
        <h2 className={classes.title}>{t('preferences.contrast')}</h2>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label={t('preferences.contrast')}
          value={contrast}
          onChange={(value) => preferences.set({ contrast: value as typeof contrast })}
          data={[
            { value: 'more', label: t('preferences.more') },
            { value: 'system', label: t('preferences.system') },
          ]}
        />
        {hello.fixedPreferences.length > 0 && <p className={classes.hint}>{t('preferences.fixed')}</p>}
        <p className={classes.hint}>{t('preferences.shortcuts')}</p>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            preferences.set({ firstRun: 'again' });
            setShown('nothing');
          }}
          data-testid="first-run-again"
        >
          {t('firstRun.again')}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => setShown('about')} data-testid="open-about">
          {t('about.button')}
        </Button>
      </Popover.Dropdown>
      <Suspense fallback={null}>{shown === 'about' && <AboutDialog onClose={() => setShown('nothing')} />}</Suspense>
    </Popover>
  );
}
