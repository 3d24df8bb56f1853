import { useTranslation } from 'react-i18next';
import { LogPanel } from '../console/LogPanel.tsx';
import { ParticipantsPanel } from '../console/ParticipantsPanel.tsx';
import { Totals } from '../console/Totals.tsx';
import { ControlBar } from './ControlBar.tsx';
import classes from './StagePage.module.css';
import { StageView } from './StageView.tsx';

export function StagePage({ onScreen }: { onScreen: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes.page} hidden={!onScreen}>
      <section className={classes.watch} aria-label={t('nav.stage')}>
        <StageView onScreen={onScreen} />
        <ControlBar />
        {onScreen && <Totals />}
      </section>
      {onScreen && (
        <aside className={classes.side} aria-label={t('side.label')}>
          <ParticipantsPanel dense />
          <LogPanel dense />
        </aside>
      )}
    </div>
  );
}
