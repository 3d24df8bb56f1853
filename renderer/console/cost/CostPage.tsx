import { useMemo } from 'react';
import { replaceParams, usePlace } from '../../app/route.ts';
import classes from './Cost.module.css';
import { CostTable } from './CostTable.tsx';
import { CostTotals } from './CostTotals.tsx';
import { type CostPlace, costPlaceOf, writeCostPlace } from './cost-place.ts';
import { DaysChart } from './DaysChart.tsx';
import { SettingsPanel } from './SettingsPanel.tsx';

/** What has been paid, what has not had to be, and what may be: by stage, viewer, day and reason. */
export default function CostPage() {
  const { params } = usePlace();
  const place = useMemo(() => costPlaceOf(params), [params]);
  const moveTo = (next: CostPlace) => replaceParams((current) => writeCostPlace(current, next));
  return (
    <div className={classes.page} data-testid="cost">
      <div className={classes.main}>
        <CostTotals place={place} onMove={moveTo} />
        <DaysChart place={place} />
        <CostTable place={place} onMove={moveTo} />
      </div>
      <SettingsPanel />
    </div>
  );
}
