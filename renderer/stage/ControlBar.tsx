import { ActionIcon, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../app/shortcuts.ts';
import classes from './ControlBar.module.css';
import { QualityPopover } from './QualityPopover.tsx';
import { SoundIcon } from './SoundIcon.tsx';
import { useSound } from './use-sound.ts';
import { VolumeSlider } from './VolumeSlider.tsx';

/** Where it will be. */
export const ControlBarPlace = () => <div className={classes.bar} />;

/** Sound and quality, under the video where they cover nothing. */
export function ControlBar() {
  const { t } = useTranslation();
  const sound = useSound();
  const { silent, toggle } = sound;
  useShortcut('mute', toggle);
  const label = t(silent ? 'stage.unmute' : 'stage.mute');
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
          <SoundIcon sound={sound} size={18} />
        </ActionIcon>
      </Tooltip>
      <VolumeSlider sound={sound} className={classes.slider} size={4} />
      <div className={classes.space} />
      <QualityPopover />
    </div>
  );
}
