import { IconMicrophoneOff, IconVideoOff, IconWifiOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../app/services.ts';
import { Still } from './FrozenTile.tsx';
import type { Publisher } from './media-store.ts';
import classes from './StageView.module.css';

/** One publisher: picture, name, and what they have switched off. Playback drives the element. */
export function PublisherTile({ publisher, still }: { publisher: Publisher; still: HTMLCanvasElement | null }) {
  const { t } = useTranslation();
  const { playback } = useServices();
  const video = useRef<HTMLVideoElement>(null);
  const { participantId, userId, stream, audioMuted, videoStopped, subscription, hasFrame } = publisher;
  const name = userId === '' ? participantId : userId;

  useEffect(() => {
    if (video.current) return playback.attach({ participantId, userId, stream }, video.current);
  }, [playback, participantId, userId, stream]);

  return (
    <figure className={classes.tile} aria-label={name} data-testid="publisher-tile">
      {/* A live stage has no captions to offer; the name and the mute state are said beside it. */}
      {/* biome-ignore lint/a11y/useMediaCaption: live video of a stage */}
      <video ref={video} className={classes.video} playsInline autoPlay data-testid="stage-video" />
      {!hasFrame && still && <Still canvas={still} />}
      {videoStopped && (
        <div className={classes.empty}>
          <IconVideoOff size={28} stroke={1.4} aria-hidden />
          {t('stage.videoStopped')}
        </div>
      )}
      {subscription === 'errored' && !hasFrame && (
        <div className={classes.empty}>
          <IconWifiOff size={28} stroke={1.4} aria-hidden />
          {t('stage.subscribeFailed')}
        </div>
      )}
      <figcaption className={classes.name}>
        <span className={classes.nameText}>{name}</span>
        {audioMuted && <IconMicrophoneOff size={14} aria-label={t('stage.audioMuted')} role="img" />}
      </figcaption>
    </figure>
  );
}
