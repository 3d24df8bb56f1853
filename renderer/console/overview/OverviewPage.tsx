import { ChartPanel } from './ChartPanel.tsx';
import { FiguresPanel } from './FiguresPanel.tsx';
import classes from './Overview.module.css';
import { StagesPanel } from './StagesPanel.tsx';

/** All stages at a glance; the video plays on beside it (Shell.tsx). */
export default function OverviewPage() {
  return (
    <div className={classes.page} data-testid="overview">
      <FiguresPanel />
      <ChartPanel />
      <StagesPanel />
    </div>
  );
}
