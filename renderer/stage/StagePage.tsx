import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Totals } from '../console/Totals.tsx';
import { ControlBar } from './ControlBar.tsx';
import classes from './StagePage.module.css';
import { StageView } from './StageView.tsx';
import { useAfterPicture } from './use-after-picture.ts';

const SidePanels = lazy(() => import('./SidePanels.tsx'));

/** `page`: it is the page. `beside`: a smaller place beside another page, with something else below it. */
export type StagePlace = 'page' | 'beside' | 'hidden';

/** One tree for all places: the video elements stay where they are and never stop. */
export function StagePage({ place, below }: { place: StagePlace; below?: ReactNode }) {
  const { t } = useTranslation();
  const afterPicture = useAfterPicture();
  return (
    <div className={classes.page} data-place={place} hidden={place === 'hidden'}>
      <section className={classes.watch} aria-label={t('nav.stage')}>
        <StageView onScreen={place !== 'hidden'} />
        <ControlBar />
        {place === 'page' && <Totals />}
      </section>
      {place === 'page' && (
        <aside className={classes.side} aria-label={t('side.label')}>
          <Suspense fallback={null}>{afterPicture && <SidePanels />}</Suspense>
        </aside>
      )}
      {place === 'beside' && below}
    </div>
  );
}
