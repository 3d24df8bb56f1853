import { issuerMessages } from '../../http/messages.ts';
import type { Facts } from '../facts.ts';
import { type Finding, failed, fine, skipped, text, warning } from '../finding.ts';
import { refusedText } from './permissions.ts';

/** Whether AWS knows the stage, and where its endpoints are. */
export async function checkStage({ stageArn, stage }: Facts): Promise<Finding> {
  if (stageArn === null || stage === null) {
    return skipped(text('沒有舞台可以檢查', 'There is no stage to look at'));
  }
  if (!stage.ok) {
    const { problem } = stage;
    const details = { stageArn, error: problem.reason };
    if (problem.advice === 'not-found') {
      return failed(
        text('AWS 找不到 {stageArn}', 'AWS does not know {stageArn}', { stageArn }),
        issuerMessages['not-found'],
        details,
      );
    }
    return failed(refusedText(problem), issuerMessages[problem.advice], details);
  }
  const { events, whip } = stage.value;
  if (events === null || whip === null) {
    return warning(
      text('舞台存在，但 AWS 沒有告知它的端點', 'The stage exists, but AWS told no endpoints of it'),
      text('以金鑰對簽發 Token 需要這些端點', 'Tokens signed with a key pair need them'),
      { stageArn },
    );
  }
  return fine(text('舞台存在', 'The stage exists'), { stageArn, events, whip });
}
