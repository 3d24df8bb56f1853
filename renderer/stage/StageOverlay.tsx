import { Button, Loader } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBan,
  IconBroadcastOff,
  IconDeviceTvOff,
  IconMapPinOff,
  IconMovieOff,
  IconPlayerPause,
  IconRefreshAlert,
  IconUsersGroup,
  IconWindow,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EndReason } from '../../shared/viewing.ts';
import { useServices } from '../app/services.ts';
import { CountdownRing } from './CountdownRing.tsx';
import { OverlayClock } from './OverlayClock.tsx';
import type { Overlay } from './overlay-for.ts';
import { overlayWords } from './overlay-words.ts';
import { PatientLoader } from './PatientLoader.tsx';
import classes from './StageOverlay.module.css';

/** What lies over the video: one state, said plainly, with the one thing to do about it. */
export function StageOverlay({ overlay }: { overlay: Overlay }) {
  const { t } = useTranslation();
  const { intend } = useServices();
  const { title, body, action } = overlayWords(overlay, t);
  const placement = placementOf(overlay);
  return (
    <section
      className={classes.overlay}
      data-placement={placement}
      data-testid="overlay"
      data-overlay={overlay.kind}
      data-reason={reasonOf(overlay)}
      aria-label={title}
    >
      <div className={classes.card}>
        <div className={classes.mark}>{markOf(overlay)}</div>
        <div className={classes.words}>
          <h2 className={classes.title}>{title}</h2>
          {body !== null && <p className={classes.body}>{body}</p>}
          {overlay.kind === 'ended' && overlay.message !== null && <p className={classes.detail}>{overlay.message}</p>}
          <OverlayClock overlay={overlay} />
        </div>
        {action && (
          <Button
            size={placement === 'banner' ? 'xs' : 'sm'}
            onClick={() => intend(action.intent)}
            data-testid="overlay-action"
            className={classes.action}
          >
            {action.label}
          </Button>
        )}
      </div>
    </section>
  );
}

/** What the state is about, for whoever tests or styles it. */
const reasonOf = (overlay: Overlay): string | undefined => {
  if (overlay.kind === 'retrying') return overlay.problem.kind;
  return 'reason' in overlay ? overlay.reason : undefined;
};

/** A banner leaves the picture free: it may well go on playing. */
const placementOf = (overlay: Overlay) => (overlay.kind === 'reconnecting' ? 'banner' : 'cover');

const ICON = { size: 30, stroke: 1.4, 'aria-hidden': true } as const;

function markOf(overlay: Overlay): ReactNode {
  switch (overlay.kind) {
    case 'away':
      return <CountdownRing disconnectInMs={overlay.disconnectInMs} delayMs={overlay.delayMs} />;
    case 'parked':
      return <IconPlayerPause {...ICON} />;
    case 'not-live':
      return <IconBroadcastOff {...ICON} />;
    case 'retrying':
      return overlay.problem.kind === 'stage-full' ? <IconUsersGroup {...ICON} /> : <IconRefreshAlert {...ICON} />;
    case 'ended':
      return endMarks[overlay.reason];
    case 'reconnecting':
      return <Loader size={18} color="white" aria-hidden />;
    case 'signed-out':
    case 'connecting':
    case 'starting':
    case 'disconnecting':
      return <PatientLoader sizePx={28} />;
  }
}

const endMarks: Record<EndReason, ReactNode> = {
  removed: <IconBan {...ICON} />,
  'stage-deleted': <IconBroadcastOff {...ICON} />,
  'stage-not-found': <IconMapPinOff {...ICON} />,
  'opened-elsewhere': <IconWindow {...ICON} />,
  'token-refused': <IconBan {...ICON} />,
  'codec-mismatch': <IconMovieOff {...ICON} />,
  'player-fault': <IconAlertTriangle {...ICON} />,
  unsupported: <IconDeviceTvOff {...ICON} />,
  refused: <IconBan {...ICON} />,
};
