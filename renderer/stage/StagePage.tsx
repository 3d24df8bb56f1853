import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LogPanel } from '../console/log/LogPanel.tsx';
import { CompactPanel } from '../console/participants/CompactPanel.tsx';
import { Totals } from '../console/Totals.tsx';
import { ControlBar } from './ControlBar.tsx';
import classes from './StagePage.module.css';
import { StageView } from './StageView.tsx';

/** `page`: it is the page. `beside`: a smaller place beside another page, with something else below it. */
export type StagePlace = 'page' | 'beside' | 'hidden';

/** One tree for all places: the video elements stay where they are and never stop. */
export function StagePage({ place, below }: { place: StagePlace; below?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.page} data-place={place} hidden={place === 'hidden'}>
      <section className={classes.watch} aria-label={t('nav.stage')}>
        <StageView onScreen={place !== 'hidden'} />
        <ControlBar />
        {place === 'page' && <Totals />}
      </section>
      {place === 'page' && (
        <aside className={classes.side} aria-label={t('side.label')}>
          <CompactPanel />
          <LogPanel />
        </aside>
      )}
      {place === 'beside' && below}
    </div>
  );
}
