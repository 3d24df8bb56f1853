import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SettingsImport, SettingsView } from '../../shared/settings-view.ts';
import form from './Form.module.css';
import classes from './Settings.module.css';
import { settingWords, valueWords } from './setting-words.ts';

type Chosen = Extract<SettingsImport, { status: 'chosen' }>;

/** What a file would change, and what of it is refused, before anything happens. */
export function ImportPreview(props: {
  chosen: Chosen;
  settings: SettingsView['settings'];
  onApply(): void;
  onDiscard(): void;
}) {
  const { t, i18n } = useTranslation();
  const { chosen, settings, onApply, onDiscard } = props;
  const { path, changes, refused } = chosen;
  const viewOf = (name: (typeof changes)[number]['name']) => settings.find((each) => each.name === name);
  return (
    <section className={classes.preview} aria-label={t('settings.importTitle', { path })} data-testid="import">
      <h3 className={classes.subtitle}>{t('settings.importTitle', { path })}</h3>
      {changes.length === 0 && <p className={classes.help}>{t('settings.importNothing')}</p>}
      {changes.length > 0 && (
        <ul className={classes.changes} aria-label={t('settings.importChanges')}>
          {changes.map(({ name, from, to, waiting }) => {
            const setting = viewOf(name);
            if (setting === undefined) return null;
            return (
              <li key={name} data-testid="import-change">
                <span className={classes.label}>{settingWords(t, name).label}</span>
                <span className={classes.help}>
                  {`${valueWords(i18n, t, setting, from)} → ${valueWords(i18n, t, setting, to)}`}
                </span>
                {waiting && <span className={classes.waiting}>{t('settings.waiting')}</span>}
              </li>
            );
          })}
        </ul>
      )}
      {refused.length > 0 && (
        <>
          <h4 className={classes.subtitle}>{t('settings.importRefused')}</h4>
          <ul className={classes.problems}>
            {refused.map(({ kind, values }) => (
              <li key={JSON.stringify([kind, values])} data-testid="import-refused">
                {t(`notice.${kind}`, values)}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className={form.buttons}>
        {changes.length > 0 && (
          <Button onClick={onApply} data-testid="apply-import">
            {t('settings.apply')}
          </Button>
        )}
        <Button variant="default" onClick={onDiscard}>
          {t('settings.discard')}
        </Button>
      </div>
    </section>
  );
}
