import { IconGhost2, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { useFormat } from '../../i18n/format.ts';
import classes from './Page.module.css';

/** When the list was last compared with AWS; grey and with the reason while AWS does not answer. */
export function DriftNote() {
  const { t } = useTranslation();
  const format = useFormat();
  const { participants } = useServices();
  const drift = useStore(participants.store, (state) => state.drift);
  if (drift === null || (drift.asOf === null && drift.problem === null)) return null;
  const Icon = drift.problem === null ? IconGhost2 : IconPlugConnectedX;
  const compared = drift.asOf === null ? null : t('ghost.comparedAt', { time: format.time(drift.asOf) });
  return (
    <span
      className={classes.drift}
      data-problem={drift.problem !== null}
      data-testid="drift-note"
      title={drift.problem ?? t('ghost.comparedHelp')}
    >
      <Icon size={13} aria-hidden />
      <span className={classes.driftText}>
        {[drift.problem === null ? null : t('ghost.noAnswer'), compared].filter(Boolean).join(t('ghost.dot'))}
      </span>
    </span>
  );
}
