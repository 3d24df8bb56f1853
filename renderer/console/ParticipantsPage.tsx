import { useLive } from '../app/services.ts';
import { LogPanel } from './LogPanel.tsx';
import classes from './Pages.module.css';
import { ParticipantsPanel } from './ParticipantsPanel.tsx';

/** Everybody present in full width; with somebody chosen, their log below. */
export function ParticipantsPage() {
  const chosen = useLive(({ selectedUserId }) => selectedUserId !== null);
  return (
    <div className={classes.page} data-split={chosen}>
      <ParticipantsPanel />
      {chosen && <LogPanel />}
    </div>
  );
}
