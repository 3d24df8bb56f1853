import { ActionIcon, Slider, Tooltip } from '@mantine/core';
import { IconVolume, IconVolume2, IconVolumeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../app/shortcuts.ts';
import { useFormat } from '../i18n/format.ts';
import classes from './ControlBar.module.css';
import { QualityPopover } from './QualityPopover.tsx';
import { useSound } from './use-sound.ts';

/** Sound and quality, under the video where they cover nothing. */
export function ControlBar() {
  const { t } = useTranslation();
  const format = useFormat();
  const { silent, volume, toggle, hear, keep } = useSound();
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
        value={volume}
        onChange={hear}
        onChangeEnd={keep}
        thumbLabel={t('stage.volume')}
        thumbProps={{ 'aria-valuetext': format.percent(volume) }}
      />
      <div className={classes.space} />
      <QualityPopover />
    </div>
  );
}
