import { Button } from '@mantine/core';
import { IconEyeOff, IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useTicking } from '../state/ticker.ts';
import { remainingMs, wholeSeconds } from '../state/viewing-store.ts';
import classes from './AwayBar.module.css';
import { goTo } from './route.ts';
import { useServices, useViewing } from './services.ts';

/** On the other pages: the countdown, or that it has run out, and one tap back to the stage. */
export function AwayBar() {
  const { t } = useTranslation();
  const { intend } = useServices();
  const { view, receivedAtMs } = useViewing((received) => received);
  const seconds = useTicking((nowMs) =>
    view.phase === 'away' ? wholeSeconds(remainingMs(view.disconnectInMs, receivedAtMs, nowMs)) : null,
  );
  if (seconds === null && view.phase !== 'parked' && view.phase !== 'disconnecting') return null;
  const back = () => {
    goTo('stage');
    intend('look');
  };
  return (
    <section className={classes.bar} data-counting={seconds !== null} aria-label={t('awayBar.label')}>
      {seconds === null ? <IconPlayerPause size={18} aria-hidden /> : <IconEyeOff size={18} aria-hidden />}
      {seconds === null ? (
        <span>{t('awayBar.parked')}</span>
      ) : (
        <span>
          {t('awayBar.before')}{' '}
          <strong className={classes.seconds} data-testid="countdown">
            {seconds}
          </strong>{' '}
          {t('awayBar.after')}
        </span>
      )}
      <Button variant={seconds === null ? 'default' : 'filled'} onClick={back} data-testid="back-to-stage">
        {t('awayBar.back')}
      </Button>
    </section>
  );
}
