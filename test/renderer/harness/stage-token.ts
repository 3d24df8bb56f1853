import { CreateParticipantTokenCommand, IVSRealTimeClient } from '@aws-sdk/client-ivs-realtime';

/** A viewer's token from a local stage, asked for as the service does: by the real client. */
export async function viewerToken(stage: { endpoint: string; stageArn: string }, userId: string): Promise<string> {
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
        capabilities: ['SUBSCRIBE'],
        duration: 1440,
      }),
    );
    if (!participantToken?.token) throw new Error('The local stage gave no token');
    return participantToken.token;
  } finally {
    client.destroy();
  }
}
