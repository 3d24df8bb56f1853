import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../console/CopyButton.tsx';
import classes from './Header.module.css';
import { StagePicker } from './StagePicker.tsx';
import { useServices, useViewing } from './services.ts';
import { useStages } from './use-stages.ts';

/** Which stage is watched. With one stage its ID, the whole ARN on hover and by copying; with several, the way to another. */
export function StageIdentity() {
  const { t } = useTranslation();
  const { hello } = useServices();
  const stageArn = useViewing(({ view }) => view.stageArn) ?? hello.stageArn;
  const { answer, failure } = useStages();
  const known = answer?.data ?? null;
  const problem = failure?.message ?? answer?.data.problem ?? null;
  return (
    <div className={classes.identity}>
      {stageArn === null ? (
        <span className={classes.local}>{t('header.noStage')}</span>
      ) : (
        <>
          {known?.stages.some((stage) => stage.stageArn !== stageArn) ? (
            <StagePicker current={stageArn} known={known} problem={problem} />
          ) : (
            <Tooltip label={stageArn} maw={420}>
              <span className={classes.stageId} data-testid="stage-id">
                {stageIdOf(stageArn)}
              </span>
            </Tooltip>
          )}
          <CopyButton value={stageArn} label={t('header.copyArn')} />
        </>
      )}
      {hello.localStage && <span className={`${classes.local} ${classes.minor}`}>{t('header.localStage')}</span>}
    </div>
  );
}

export const stageIdOf = (stageArn: string) => stageArn.slice(stageArn.lastIndexOf('/') + 1);
