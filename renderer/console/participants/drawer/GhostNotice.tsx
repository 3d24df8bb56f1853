import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Ghost } from '../../../../shared/api.ts';
import { useServices } from '../../../app/services.ts';
import { useFormat } from '../../../i18n/format.ts';
import { GhostIcon } from '../looks.ts';
import classes from './Drawer.module.css';

/** Where here and AWS differ: what it means, and what to do. */
export function GhostNotice({ ghost }: { ghost: Ghost }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { participants } = useServices();
  const drift = useStore(participants.store, (state) => state.drift);
  const stale = drift?.problem != null;
  return (
    <section className={classes.ghost} data-stale={stale} data-testid="ghost-notice">
      <h3>
        <GhostIcon size={15} aria-hidden />
        {t(`ghost.kinds.${ghost.kind}.title`)}
      </h3>
      <p>{t(`ghost.kinds.${ghost.kind}.body`, { since: format.time(ghost.since) })}</p>
      <p>
        <strong>{t('ghost.remedy')}</strong> {ghost.remedy}
      </p>
      {stale && (
        <p className={classes.dim}>
          {t('ghost.noAnswer')}
          {drift.asOf !== null && `${t('ghost.dot')}${t('ghost.comparedAt', { time: format.time(drift.asOf) })}`}
        </p>
      )}
    </section>
  );
}
