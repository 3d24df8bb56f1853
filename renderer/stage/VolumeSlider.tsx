import { Slider, type SliderProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import type { Sound } from './use-sound.ts';

/** How loud it is, from 0 to 1: heard while the thumb is held, kept when it is let go. */
export function VolumeSlider({
  sound: { volume, hear, keep },
  ...looks
}: Pick<SliderProps, 'className' | 'size' | 'thumbSize'> & { sound: Sound }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Slider
      {...looks}
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
  );
}
