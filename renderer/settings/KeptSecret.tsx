import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretState } from '../../shared/secrets.ts';
import { useFormat } from '../i18n/format.ts';
import classes from './Connection.module.css';

/** That something is kept, since when, and the way to be rid of it: asked twice, for it cannot be had back. */
export function KeptSecret({
  label,
  state,
  onForget,
}: {
  label: string;
  state: SecretState;
  onForget(): Promise<void>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const words = () => {
    switch (state.state) {
      case 'absent':
        return t('connection.credentials.absent');
      case 'kept':
        return t('connection.credentials.kept', { time: `${format.day(state.savedAt)} ${format.time(state.savedAt)}` });
      case 'unreadable':
        return t(`connection.credentials.unreadable.${state.reason}`, {
          time: `${format.day(state.savedAt)} ${format.time(state.savedAt)}`,
          keptBy: state.keptBy,
        });
    }
  };
  return (
    <div className={classes.kept} data-state={state.state} data-testid="kept-secret">
      <span className={classes.keptWords}>
        <span className={classes.dim}>{label}</span>
        <span>{words()}</span>
      </span>
      {state.state !== 'absent' &&
        (asking ? (
          <span className={classes.buttons}>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('connection.credentials.keep')}
            </Button>
            <Button
              color="red"
              onClick={() => void onForget().then(() => setAsking(false))}
              data-testid="forget-really"
            >
              {t('connection.credentials.forgetReally')}
            </Button>
          </span>
        ) : (
          <Button variant="default" onClick={() => setAsking(true)} data-testid="forget">
            {t('connection.credentials.forget')}
          </Button>
        ))}
    </div>
  );
}
