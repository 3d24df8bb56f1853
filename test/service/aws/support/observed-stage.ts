/** A local stage asked by the real AWS client, without waiting for the quota; what arrives at its control plane is counted. */
import { CreateParticipantTokenCommand } from '@aws-sdk/client-ivs-realtime';
import { onTestFinished } from 'vitest';
import { createLocalStage, type LocalStage, type LocalStageOptions } from '../../../../electron/local-stage/index.ts';
import {
  createIvsClients,
  type IvsClients,
  LOCAL_STAGE_CREDENTIALS,
} from '../../../../electron/service/aws/clients.ts';
import { type AwsQuestions, createQuestions } from '../../../../electron/service/aws/questions.ts';
import { connectEvents, type EventsClient } from '../../../local-stage/support/events-client.ts';

export interface ObservedStage {
  stage: LocalStage;
  clients: IvsClients;
  /** Counts what it asks. */
  questions: AwsQuestions;
  /** Names of the questions so far. */
  asked: string[];
  /** And of those that have been answered. */
  answered: string[];
  /** A participant with an events socket: connected at AWS, as a viewer of the Web SDK is. */
  join(userId: string, options?: { stageArn?: string; publish?: boolean; userAgent?: string }): Promise<Joined>;
}

export interface Joined {
  participantId: string;
  token: string;
  socket: EventsClient;
  /** Closes the socket on purpose: the participant leaves at once. */
  leave(): Promise<void>;
}

export async function startObservedStage(options: LocalStageOptions = {}): Promise<ObservedStage> {
  const stage = await createLocalStage({ testCard: false, ...options });
  const clients = createIvsClients({
    endpoint: stage.endpoint,
    credentials: LOCAL_STAGE_CREDENTIALS,
    timing: { nowMs: () => performance.now(), after: (_delayMs, callback) => soon(callback) },
  });
  onTestFinished(async () => {
    clients.close();
    await stage.close();
  });
  const { questions, asked, answered } = counted(createQuestions(clients, 'background'));
  return {
    stage,
    clients,
    questions,
    asked,
    answered,
    async join(userId, { stageArn = stage.stageArn, publish = false, userAgent } = {}) {
      const { participantToken } = await clients
        .forStage(stageArn)
        .send(
          new CreateParticipantTokenCommand({ stageArn, userId, capabilities: publish ? ['PUBLISH'] : ['SUBSCRIBE'] }),
        );
      const { token = '', participantId = '' } = participantToken ?? {};
      const topic = `${stageArn.split('/')[1]}/publishers`;
      const socket = await connectEvents(stage.endpoint, token, {
        topic,
        ...(userAgent !== undefined && { userAgent }),
      });
      return {
        participantId,
        token,
        socket,
        async leave() {
          socket.socket.close(1000);
          await socket.closed;
        },
      };
    },
  };
}

/** The same questions, each noted by its name as it is asked, and as it is answered. */
function counted(questions: AwsQuestions): { questions: AwsQuestions; asked: string[]; answered: string[] } {
  const asked: string[] = [];
  const answered: string[] = [];
  const entries = Object.entries(questions).map(([name, ask]) => [
    name,
    async (...args: unknown[]) => {
      asked.push(name);
      const answer = await (ask as (...given: unknown[]) => Promise<unknown>)(...args);
      answered.push(name);
      return answer;
    },
  ]);
  return { questions: Object.fromEntries(entries) as AwsQuestions, asked, answered };
}

function soon(callback: () => void): () => void {
  const immediate = setImmediate(callback);
  return () => clearImmediate(immediate);
}
