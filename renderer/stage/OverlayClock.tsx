import { useTranslation } from 'react-i18next';
import { useLive, useViewing } from '../app/services.ts';
import { clockDuration, useFormat } from '../i18n/format.ts';
import { useTicking } from '../state/ticker.ts';
import { elapsedMs, remainingMs, wholeSeconds } from '../state/viewing-store.ts';
import type { Overlay } from './overlay-for.ts';
import classes from './StageOverlay.module.css';

/** The overlay's ticking line: counted on from the view's arrival. */
export function OverlayClock({ overlay }: { overlay: Overlay }) {
  switch (overlay.kind) {
    case 'connecting':
      return overlay.slow ? <Elapsed forMs={overlay.forMs} /> : null;
    case 'reconnecting':
      return overlay.offerRetry ? <Elapsed forMs={overlay.forMs} /> : null;
    case 'retrying':
      return <RetryIn retryInMs={overlay.retryInMs} />;
    case 'parked':
      return <Parked forMs={overlay.forMs} />;
    default:
      return null;
  }
}

function useElapsedSeconds(forMs: number): number {
  const receivedAtMs = useViewing((received) => received.receivedAtMs);
  return useTicking((nowMs) => Math.floor(elapsedMs(forMs, receivedAtMs, nowMs) / 1000));
}

function Elapsed({ forMs }: { forMs: number }) {
  const { t } = useTranslation();
  return <p className={classes.clock}>{t('overlay.elapsed', { seconds: useElapsedSeconds(forMs) })}</p>;
}

function RetryIn({ retryInMs }: { retryInMs: number }) {
  const { t } = useTranslation();
  const receivedAtMs = useViewing((received) => received.receivedAtMs);
  const seconds = useTicking((nowMs) => wholeSeconds(remainingMs(retryInMs, receivedAtMs, nowMs)));
  return <p className={classes.clock}>{t('overlay.retrying.in', { seconds })}</p>;
}

/** How long we have been away, and what that did not cost. */
function Parked({ forMs }: { forMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useElapsedSeconds(forMs);
  const pricePerMinute = useLive(({ stats }) => stats?.data.pricePerMinute ?? null);
  return (
    <dl className={classes.facts}>
      <dt>{t('overlay.parked.for')}</dt>
      <dd>{clockDuration(seconds)}</dd>
      {pricePerMinute !== null && (
        <>
          <dt>{t('overlay.parked.avoided')}</dt>
          <dd>{format.money((seconds / 60) * pricePerMinute)}</dd>
        </>
      )}
    </dl>
  );
}
