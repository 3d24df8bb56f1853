import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Totals, TotalsPlace } from '../console/Totals.tsx';
import { ControlBar, ControlBarPlace } from './ControlBar.tsx';
import classes from './StagePage.module.css';
import { StageView } from './StageView.tsx';

const SidePanels = lazy(() => import('./SidePanels.tsx'));

/** `page`: it is the page. `beside`: a smaller place beside another page, with something else below it. */
export type StagePlace = 'page' | 'beside' | 'hidden';

/**
 * One tree for all places: the video elements stay where they are and never stop.
 * @param props.complete false: the picture alone, and room for the rest
 */
export function StagePage(props: { place: StagePlace; complete: boolean; below?: ReactNode }) {
  const { place, complete, below } = props;
  const { t } = useTranslation();
  return (
    <div className={classes.page} data-place={place} hidden={place === 'hidden'}>
      <section className={classes.watch} aria-label={t('nav.stage')}>
        <StageView onScreen={place !== 'hidden'} />
        {complete ? <ControlBar /> : <ControlBarPlace />}
        {place === 'page' && (complete ? <Totals /> : <TotalsPlace />)}
      </section>
      {place === 'page' && (
        <aside className={classes.side} aria-label={t('side.label')}>
          <Suspense fallback={null}>{complete && <SidePanels />}</Suspense>
        </aside>
      )}
      {place === 'beside' && below}
    </div>
  );
}
