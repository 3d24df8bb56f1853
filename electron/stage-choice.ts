/** Which stage is used: the local one, or one on Amazon IVS. */
import type { Logger } from 'pino';
import type { Settings } from '../shared/settings.ts';

export interface ChosenStage {
  local: boolean;
  stageArn: string | null;
  /** Of the control plane; null: Amazon's own. */
  endpoint: string | null;
  region?: string;
  close(): Promise<void>;
}

const runsLocalStage = ({ localStage, stageArn, stages, awsEndpoint }: Settings): boolean =>
  localStage ?? (stageArn === undefined && (stages === 'all' || stages.length === 0) && awsEndpoint === undefined);

/** Whether stages are asked elsewhere than at Amazon's own addresses: known before the backend has started. */
export const hasOwnEndpoint = (settings: Settings): boolean =>
  runsLocalStage(settings) || settings.awsEndpoint !== undefined;

/** The local stage, unless a stage on Amazon IVS (or an endpoint of its own) is given or it is switched off. */
export async function chooseStage(settings: Settings, logger: Logger): Promise<ChosenStage> {
  const { awsEndpoint, awsRegion } = settings;
  const named = settings.stages === 'all' ? [] : settings.stages;
  const stageArn = settings.stageArn ?? named[0];
  const local = runsLocalStage(settings);
  if (!local) {
    return {
      local,
      stageArn: stageArn ?? null,
      endpoint: awsEndpoint ?? null,
      ...(awsRegion !== undefined && { region: awsRegion }),
      close: async () => {},
    };
  }
  const { startLocalStageWorker } = await import('./local-stage/worker-client.ts');
  const stage = await startLocalStageWorker({
    ...(stageArn !== undefined && { stageArn }),
    otherStageArns: named.filter((arn) => arn !== stageArn),
    logger: logger.child({ part: 'local-stage' }),
    onCrash: (error) => logger.error({ err: error }, 'the local stage ended by itself'),
  });
  return {
    local,
    stageArn: stage.stageArn,
    endpoint: stage.endpoint,
    close: () => stage.close(),
  };
}
