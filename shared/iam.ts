/** What this application may ask of Amazon IVS, as IAM names it. */

/** Each call that is made, once. */
export const ivsActions = [
  'ivs:CreateParticipantToken',
  'ivs:GetStage',
  'ivs:ListStages',
  'ivs:ListStageSessions',
  'ivs:ListParticipants',
  'ivs:GetParticipant',
  'ivs:ListParticipantEvents',
  'ivs:DisconnectParticipant',
] as const;
export type IvsAction = (typeof ivsActions)[number];

/** ListStages names no stage: IAM compares it with all stages of the account. */
const OF_ALL_STAGES: readonly IvsAction[] = ['ivs:ListStages'];

/**
 * The least that an IAM identity needs.
 * @param stageArns the stages; every stage of any account where none is given
 */
export function iamPolicy(stageArns: readonly string[]): string {
  const all = [...new Set(stageArns.map((arn) => arn.replace(/stage\/.*$/, 'stage/*')))];
  const resource = (arns: readonly string[]) => (arns.length === 0 ? 'arn:aws:ivs:*:*:stage/*' : one(arns));
  const statement = (id: string, action: readonly string[], arns: readonly string[]) => ({
    Sid: id,
    Effect: 'Allow',
    Action: action,
    Resource: resource(arns),
  });
  const ofOne = ivsActions.filter((action) => !OF_ALL_STAGES.includes(action));
  const policy = {
    Version: '2012-10-17',
    Statement: [statement('StagewatchStages', ofOne, stageArns), statement('StagewatchListStages', OF_ALL_STAGES, all)],
  };
  return JSON.stringify(policy, null, 2);
}

const one = (arns: readonly string[]) => (arns.length === 1 ? arns[0] : arns);
