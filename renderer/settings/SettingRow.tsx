import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconLock } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingView } from '../../shared/settings-view.ts';
import { useFormat } from '../i18n/format.ts';
import { SettingControl } from './SettingControl.tsx';
import classes from './Settings.module.css';
import { settingWords, valueWords } from './setting-words.ts';
import type { SettingsControl } from './use-settings.ts';

/** One setting: what it is, its value, and who set it. */
export function SettingRow({ setting, control }: { setting: SettingView; control: SettingsControl }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const [labelId, helpId] = [useId(), useId()];
  const { name, value, source, fixed, own, fallback, waiting } = setting;
  const words = settingWords(t, name);
  const seconds = name.endsWith('Ms') && typeof value === 'number' && value > 0 ? value / 1000 : null;
  const back = t('settings.reset', { value: valueWords(i18n, t, setting, fallback) });
  return (
    <li className={classes.row} data-testid="setting" data-name={name}>
      <div className={classes.words}>
        <span id={labelId} className={classes.label}>
          {words.label}
        </span>
        <span id={helpId} className={classes.help}>
          {words.help}
        </span>
      </div>
      <div className={classes.control}>
        <SettingControl
          setting={setting}
          labelledBy={labelId}
          describedBy={helpId}
          change={control.change}
          check={control.check}
        />
        {seconds !== null && (
          <span className={classes.help}>
            {t('settings.equals', { seconds: format.number(seconds, Number.isInteger(seconds) ? 0 : 1) })}
          </span>
        )}
      </div>
      <div className={classes.origin}>
        <span className={classes.source} data-source={source} data-testid="source">
          {fixed !== null && <IconLock size={12} aria-hidden className={classes.icon} />}
          {t(`settings.source.${source}`)}
        </span>
        {own && fixed === null && (
          <Tooltip label={back}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={`${words.label}: ${back}`}
              onClick={() => void control.change(name, null)}
              data-testid="reset"
            >
              <IconArrowBackUp size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {fixed !== null && <span className={classes.reason}>{t(`settings.fixed.${fixed.by}`, { ...fixed })}</span>}
        {waiting && <span className={classes.waiting}>{t('settings.waiting')}</span>}
      </div>
    </li>
  );
}
