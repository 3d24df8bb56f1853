import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { iamPolicy } from '../../shared/iam.ts';
import { useStages } from '../app/use-stages.ts';
import { CopyButton } from '../console/CopyButton.tsx';
import { Panel } from '../console/Panel.tsx';
import classes from './Connection.module.css';

const STAGES_EVERY_MS = 60_000;

/** What to paste into IAM: exactly the calls that are made, on exactly these stages. */
export function PolicyPanel() {
  const { t } = useTranslation();
  const { answer } = useStages(STAGES_EVERY_MS);
  const [open, setOpen] = useState(false);
  const policy = iamPolicy((answer?.data.stages ?? []).map(({ stageArn }) => stageArn));
  return (
    <Panel
      title={t('connection.policy.title')}
      aside={
        <div className={classes.aside}>
          <CopyButton value={policy} label={t('connection.policy.copy')} />
        </div>
      }
    >
      <div className={classes.body}>
        <p className={classes.hint}>{t('connection.policy.hint')}</p>
        <Button
          variant="default"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className={classes.start}
          data-testid="policy-toggle"
        >
          {t(open ? 'connection.policy.hide' : 'connection.policy.show')}
        </Button>
        {open && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
          <pre className={classes.text} tabIndex={0} data-testid="policy">
            {policy}
          </pre>
        )}
      </div>
    </Panel>
  );
}
