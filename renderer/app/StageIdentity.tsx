import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../console/CopyButton.tsx';
import classes from './Header.module.css';
import { useServices, useViewing } from './services.ts';

/** The stage's ID, which is the end of its ARN; the whole ARN on hover and by copying. */
export function StageIdentity() {
  const { t } = useTranslation();
  const { hello } = useServices();
  const stageArn = useViewing(({ view }) => view.stageArn) ?? hello.stageArn;
  return (
    <div className={classes.identity}>
      {stageArn === null ? (
        <span className={classes.local}>{t('header.noStage')}</span>
      ) : (
        <>
          <Tooltip label={stageArn} maw={420}>
            <span className={classes.stageId} data-testid="stage-id">
              {stageIdOf(stageArn)}
            </span>
          </Tooltip>
          <CopyButton value={stageArn} label={t('header.copyArn')} />
        </>
      )}
      {hello.localStage && <span className={`${classes.local} ${classes.minor}`}>{t('header.localStage')}</span>}
    </div>
  );
}

export const stageIdOf = (stageArn: string) => stageArn.slice(stageArn.lastIndexOf('/') + 1);
