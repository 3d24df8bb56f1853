import { ActionIcon, Slider, Tooltip } from '@mantine/core';
import { IconVolume, IconVolume2, IconVolumeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useMedia, useServices } from '../app/services.ts';
import { useShortcut } from '../app/shortcuts.ts';
import { useFormat } from '../i18n/format.ts';
import classes from './ControlBar.module.css';
import { QualityPopover } from './QualityPopover.tsx';

/** Sound and quality, under the video where they cover nothing. */
export function ControlBar() {
  const { t } = useTranslation();
  const format = useFormat();
  const { preferences, playback } = useServices();
  const { volume, muted } = useStore(preferences.store);
  const soundBlocked = useMedia((media) => media.soundBlocked);
  const silent = muted || soundBlocked || volume === 0;
  const toggle = () => {
    if (soundBlocked) {
      playback.allowSound();
      preferences.set({ muted: false });
      return;
    }
    // Unmuting at zero would change nothing to be heard.
    preferences.set(silent && volume === 0 ? { muted: false, volume: 0.5 } : { muted: !muted });
  };
  useShortcut('mute', toggle);
  const label = t(silent ? 'stage.unmute' : 'stage.mute');
  const Icon = silent ? IconVolumeOff : volume < 0.5 ? IconVolume2 : IconVolume;
  return (
    <div className={classes.bar}>
      <Tooltip label={label}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={label}
          aria-pressed={silent}
          onClick={toggle}
          data-testid="mute"
        >
          <Icon size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Slider
        className={classes.slider}
        size={4}
        label={null}
        min={0}
        max={1}
        step={0.05}
        value={muted ? 0 : volume}
        // Heard while the thumb is held, kept when it is let go.
        onChange={(value) => preferences.store.setState({ volume: value, muted: value === 0 })}
        onChangeEnd={(value) => preferences.set({ volume: value, muted: value === 0 })}
        thumbLabel={t('stage.volume')}
        thumbProps={{ 'aria-valuetext': format.percent(muted ? 0 : volume) }}
      />
      <div className={classes.space} />
      <QualityPopover />
    </div>
  );
}
