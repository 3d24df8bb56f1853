/** A local stage for one test, with the real AWS client pointed at it. */
import {
  CreateParticipantTokenCommand,
  type CreateParticipantTokenCommandInput,
  IVSRealTimeClient,
} from '@aws-sdk/client-ivs-realtime';
import { onTestFinished } from 'vitest';
import { createLocalStage, type LocalStage, type LocalStageOptions } from '../../../electron/local-stage/index.ts';

export interface StageUnderTest {
  stage: LocalStage;
  aws: IVSRealTimeClient;
  /** A participant token from CreateParticipantToken. */
  token(input?: Partial<CreateParticipantTokenCommandInput>): Promise<{ token: string; participantId: string }>;
}

/** Closed when the test is finished. */
export async function startStage(options: LocalStageOptions = {}): Promise<StageUnderTest> {
  const stage = await createLocalStage(options);
  const aws = awsClient(stage);
  onTestFinished(async () => {
    aws.destroy();
    await stage.close();
  });
  return { stage, aws, token: tokenMaker(stage, aws) };
}

export function awsClient(stage: Pick<LocalStage, 'endpoint'>): IVSRealTimeClient {
  return new IVSRealTimeClient({
    region: 'us-west-2',
    endpoint: stage.endpoint,
    credentials: { accessKeyId: 'any', secretAccessKey: 'thing' },
    maxAttempts: 1,
  });
}

export function tokenMaker(stage: Pick<LocalStage, 'stageArn'>, aws: IVSRealTimeClient): StageUnderTest['token'] {
  return async (input = {}) => {
    const { participantToken } = await aws.send(
      new CreateParticipantTokenCommand({ stageArn: stage.stageArn, userId: 'somebody', ...input }),
    );
    return { token: participantToken!.token!, participantId: participantToken!.participantId! };
  };
}

/** A wall clock that stands still until it is moved. */
export function manualClock(
  start = Date.parse('2026-03-01T12:00:00.000Z'),
): (() => number) & { advance(ms: number): void } {
  let time = start;
  return Object.assign(() => time, {
    advance(ms: number) {
      time += ms;
    },
  });
}
