import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconCloudOff, IconVolumeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMedia, useServices, useViewing } from '../app/services.ts';
import { FrozenTile } from './FrozenTile.tsx';
import { PublisherTile } from './PublisherTile.tsx';
import { StageOverlay } from './StageOverlay.tsx';
import classes from './StageView.module.css';
import { gridFor } from './tile-grid.ts';
import { useOverlay } from './use-overlay.ts';

/** The stage: its publishers in a grid that fits, what is frozen of them, and what lies over it. */
export function StageView({ onScreen }: { onScreen: boolean }) {
  const { t } = useTranslation();
  const { playback } = useServices();
  const phase = useViewing(({ view }) => view.phase);
  /** While something plays; without a picture the overlay says what is wrong. The database has an alarm of its own. */
  const offline = useViewing(({ view }) => {
    const plays = view.phase === 'watching' || view.phase === 'away';
    return plays && view.apiProblem !== 'store' ? view.apiProblem : null;
  });
  const publishers = useMedia((media) => media.publishers);
  const frozen = useMedia((media) => media.frozen);
  const soundBlocked = useMedia((media) => media.soundBlocked);
  const overlay = useOverlay();
  const { ref, width, height } = useElementSize();

  // Watching an empty stage, an old picture would be a lie; in every other state it is the last that was seen.
  const stills = publishers.length > 0 || phase === 'watching' ? [] : frozen;
  const { columns, rows } = gridFor(Math.max(publishers.length, stills.length), width, height);
  return (
    <div className={classes.stage} data-testid="stage" data-phase={phase}>
      <div
        ref={ref}
        className={classes.grid}
        style={{
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
        }}
      >
        {publishers.map((publisher) => (
          <PublisherTile
            key={publisher.participantId}
            publisher={publisher}
            still={frozen.find(({ userId }) => userId === publisher.userId)?.canvas ?? null}
          />
        ))}
        {stills.map((still) => (
          <FrozenTile key={still.participantId} canvas={still.canvas} name={still.userId} />
        ))}
      </div>
      {soundBlocked && overlay === null && (
        <Button
          className={classes.sound}
          size="sm"
          leftSection={<IconVolumeOff size={18} aria-hidden />}
          onClick={() => playback.allowSound()}
          data-testid="allow-sound"
        >
          {t('stage.allowSound')}
        </Button>
      )}
      {onScreen && overlay && <StageOverlay overlay={overlay} />}
      {offline !== null && (
        <p className={classes.offline} role="status" data-testid="offline">
          <IconCloudOff size={16} aria-hidden />
          {t(`stage.offline.${offline}`)}
        </p>
      )}
    </div>
  );
}
