import { IconReload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../app/services.ts';
import { SoundIcon } from '../stage/SoundIcon.tsx';
import { useSound } from '../stage/use-sound.ts';
import { VolumeSlider } from '../stage/VolumeSlider.tsx';
import { ExitCorner } from './ExitCorner.tsx';
import classes from './Kiosk.module.css';

/** What needs no PIN: sound, the other language, the picture anew. */
export function KioskBar({ onLeave }: { onLeave: () => void }) {
  const { t, i18n } = useTranslation();
  const { bridge, preferences } = useServices();
  const sound = useSound();
  const { silent, toggle } = sound;
  const other = i18n.language === 'zh-TW' ? 'en' : 'zh-TW';
  const reload = () => void bridge.invoke('kiosk:reload').catch((error: unknown) => console.error(error));
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('kiosk.bar')}>
      <button type="button" className={classes.action} onClick={toggle} aria-pressed={silent} data-testid="mute">
        <SoundIcon sound={sound} size={24} />
        {t(silent ? 'kiosk.unmute' : 'kiosk.mute')}
      </button>
      <VolumeSlider sound={sound} className={classes.slider} size={6} thumbSize={28} />
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
