import columns from '../console/Columns.module.css';
import classes from './Connection.module.css';
import { CredentialsPanel } from './CredentialsPanel.tsx';
import { InUsePanel } from './InUsePanel.tsx';
import { PolicyPanel } from './PolicyPanel.tsx';
import { PublishingPanel } from './PublishingPanel.tsx';
import { TestPanel } from './TestPanel.tsx';

/** How the service reaches AWS, whether that works, and what a publisher needs to begin. */
export default function ConnectionPage() {
  return (
    <div className={classes.page} data-testid="connection">
      <div className={columns.column}>
        <InUsePanel />
        <TestPanel />
      </div>
      <div className={columns.column}>
        <PublishingPanel />
        <CredentialsPanel />
        <PolicyPanel />
      </div>
    </div>
  );
}
