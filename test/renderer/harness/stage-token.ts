import { CreateParticipantTokenCommand, IVSRealTimeClient } from '@aws-sdk/client-ivs-realtime';

/** Tokens of a local stage, asked for as the service does: by the real client. */
export const viewerToken = (stage: Stage, userId: string): Promise<string> => token(stage, userId, 'SUBSCRIBE');

export const publisherToken = (stage: Stage, userId: string): Promise<string> => token(stage, userId, 'PUBLISH');

type Stage = { endpoint: string; stageArn: string };

async function token(stage: Stage, userId: string, capability: 'PUBLISH' | 'SUBSCRIBE'): Promise<string> {
  const client = new IVSRealTimeClient({
    region: 'us-west-2',
    endpoint: stage.endpoint,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'local' },
  });
  try {
    const { participantToken } = await client.send(
      new CreateParticipantTokenCommand({
        stageArn: stage.stageArn,
        userId,
        capabilities: [capability],
        duration: 1440,
      }),
    );
    if (!participantToken?.token) throw new Error('The local stage gave no token');
    return participantToken.token;
  } finally {
    client.destroy();
  }
}
