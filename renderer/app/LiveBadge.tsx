import { useTranslation } from 'react-i18next';
import classes from './Header.module.css';
import { useMedia } from './services.ts';

/** Whether anybody publishes: known only while we are connected. */
export function LiveBadge() {
  const { t } = useTranslation();
  const state = useMedia(({ joined, publishers }) => {
    if (!joined) return 'unknown';
    return publishers.length > 0 ? 'live' : 'notLive';
  });
  return (
    <span className={classes.badge} data-live={state === 'live'} data-testid="live-badge">
      {t(`live.${state}`)}
    </span>
  );
}
