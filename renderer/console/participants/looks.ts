import {
  IconBrandAws,
  IconCircleDot,
  IconEye,
  IconEyeOff,
  IconGhost2,
  IconHeartOff,
  IconLoader2,
  IconLogout,
  IconPlayerPause,
  IconRefresh,
} from '@tabler/icons-react';
import type { Listed, ListedState } from '../../state/participants-rows.ts';

type Look = { Icon: typeof IconEye; tone: 'good' | 'warn' | 'bad' | 'plain' };

/** Each state's icon and colour; the word stands beside them. */
export const stateLooks: Record<ListedState, Look> = {
  watching: { Icon: IconEye, tone: 'good' },
  present: { Icon: IconCircleDot, tone: 'good' },
  away: { Icon: IconEyeOff, tone: 'warn' },
  parked: { Icon: IconPlayerPause, tone: 'plain' },
  connecting: { Icon: IconLoader2, tone: 'plain' },
  reconnecting: { Icon: IconRefresh, tone: 'warn' },
  silent: { Icon: IconHeartOff, tone: 'bad' },
  'only-there': { Icon: IconBrandAws, tone: 'bad' },
};

const goneLook: Look = { Icon: IconLogout, tone: 'plain' };
export const GhostIcon = IconGhost2;

export const lookOf = ({ state, gone }: Listed): Look => (gone ? goneLook : stateLooks[state]);
