import { IconVolume, IconVolume2, IconVolumeOff } from '@tabler/icons-react';
import type { Sound } from './use-sound.ts';

/** Silent, quiet or loud. */
export function SoundIcon({ sound: { silent, volume }, size }: { sound: Sound; size: number }) {
  const Icon = silent ? IconVolumeOff : volume < 0.5 ? IconVolume2 : IconVolume;
  return <Icon size={size} aria-hidden />;
}
