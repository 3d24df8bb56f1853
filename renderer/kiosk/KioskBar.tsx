import { Slider } from '@mantine/core';
import { IconReload, IconVolume, IconVolume2, IconVolumeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../app/services.ts';
import { useFormat } from '../i18n/format.ts';
import { useSound } from '../stage/use-sound.ts';
import { ExitCorner } from './ExitCorner.tsx';
import classes from './Kiosk.module.css';

/** What needs no PIN: sound, the other language, the picture anew. */
export function KioskBar({ onLeave }: { onLeave: () => void }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { bridge, preferences } = useServices();
  const { silent, volume, toggle, hear, keep } = useSound();
  const Sound = silent ? IconVolumeOff : volume < 0.5 ? IconVolume2 : IconVolume;
  const other = i18n.language === 'zh-TW' ? 'en' : 'zh-TW';
  const reload = () => void bridge.invoke('kiosk:reload').catch((error: unknown) => console.error(error));
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('kiosk.bar')}>
      <button type="button" className={classes.action} onClick={toggle} aria-pressed={silent} data-testid="mute">
        <Sound size={24} aria-hidden />
        {t(silent ? 'kiosk.unmute' : 'kiosk.mute')}
      </button>
      <Slider
        className={classes.slider}
        size={6}
        thumbSize={28}
        label={null}
        min={0}
        max={1}
        step={0.05}
        value={volume}
        onChange={hear}
        onChangeEnd={keep}
        thumbLabel={t('stage.volume')}
        thumbProps={{ 'aria-valuetext': format.percent(volume) }}
      />
      <div className={classes.space} />
      <button
        type="button"
        className={classes.action}
        lang={other}
        onClick={() => preferences.set({ language: other })}
        data-testid="kiosk-language"
      >
        {t(other === 'en' ? 'preferences.en' : 'preferences.zhTW')}
      </button>
      <button type="button" className={classes.action} onClick={reload} data-testid="kiosk-reload">
        <IconReload size={24} aria-hidden />
        {t('kiosk.reload')}
      </button>
      <ExitCorner onLeave={onLeave} />
    </div>
  );
}
