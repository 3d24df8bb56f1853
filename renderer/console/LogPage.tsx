import { LogPanel } from './LogPanel.tsx';
import classes from './Pages.module.css';

export function LogPage() {
  return (
    <div className={classes.page}>
      <LogPanel />
    </div>
  );
}
