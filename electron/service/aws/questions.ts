/** The control plane's answers as plain facts: times in ms since 1970, null where AWS says nothing. */
import {
  DisconnectParticipantCommand,
  type Event,
  GetParticipantCommand,
  GetStageCommand,
  ListParticipantEventsCommand,
  ListParticipantsCommand,
  ListStageSessionsCommand,
  ListStagesCommand,
  type ParticipantSummary,
} from '@aws-sdk/client-ivs-realtime';
import { asOperator, type IvsClients, regionOf } from './clients.ts';
import { type AwsCall, AwsFailed } from './failure.ts';
import type { Priority } from './limiter.ts';

/** The most that AWS gives at once. */
export const MAX_PAGE = 100;
/** Waiting for a turn under the quota included. A person waits no longer than the console does. */
const TIMEOUT_MS: Readonly<Record<Priority, number>> = { operator: 8_000, background: 20_000 };
/** A list that goes on for longer than this has lost its end. */
const MAX_PAGES = 10_000;

type Client = ReturnType<IvsClients['forRegion']>;
interface SendOptions {
  abortSignal: AbortSignal;
}

export interface StageFacts {
  stageArn: string;
  name: string | null;
  activeSessionId: string | null;
}

export interface SessionFacts {
  sessionId: string;
  startedAt: number;
  /** null: it goes on. */
  endedAt: number | null;
}

export interface ParticipantFacts {
  participantId: string;
  /** null: the token named none. */
  userId: string | null;
  state: 'CONNECTED' | 'DISCONNECTED';
  firstJoinedAt: number | null;
  /** Whether it has ever published in this session. */
  published: boolean;
}

export interface ParticipantDetails extends ParticipantFacts {
  attributes: Record<string, string>;
  browserName: string | null;
  browserVersion: string | null;
  osName: string | null;
  osVersion: string | null;
  ispName: string | null;
  sdkVersion: string | null;
  protocol: string | null;
}

export interface EventFacts {
  /** As AWS names it: JOINED, PUBLISH_STARTED, … */
  name: string;
  at: number;
  remoteParticipantId: string | null;
  errorCode: string | null;
}

export interface Page<T> {
  items: T[];
  nextToken: string | null;
}

export type ParticipantFilter = { state: 'CONNECTED' | 'DISCONNECTED' } | { published: true } | Record<string, never>;

export interface SessionOfStage {
  stageArn: string;
  sessionId: string;
}

/** Each is one call a page. All throw AwsFailed. */
export interface AwsQuestions {
  /** All stages of the region. */
  listStages(region: string): Promise<StageFacts[]>;
  getStage(stageArn: string): Promise<StageFacts>;
  listSessions(stageArn: string, page: { limit: number; nextToken?: string }): Promise<Page<SessionFacts>>;
  listParticipants(
    session: SessionOfStage,
    filter: ParticipantFilter,
    page: { limit: number; nextToken?: string },
  ): Promise<Page<ParticipantFacts>>;
  getParticipant(session: SessionOfStage, participantId: string): Promise<ParticipantDetails>;
  /** All of them, oldest first. */
  listEvents(session: SessionOfStage, participantId: string): Promise<EventFacts[]>;
  /** @param reason at most 128 characters */
  disconnect(stageArn: string, participantId: string, reason?: string): Promise<void>;
}

/**
 * Questions of one priority. A stage is asked for in the region of its ARN, whatever region is set: no other knows it.
 * @param closing lets go of whoever waits
 */
export function createQuestions(
  clients: Pick<IvsClients, 'forRegion'>,
  priority: Priority,
  closing?: AbortSignal,
): AwsQuestions {
  const signal = (): AbortSignal => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS[priority]);
    return closing === undefined ? timeout : AbortSignal.any([timeout, closing]);
  };
  const ask = async <T>(name: AwsCall, region: string, call: (client: Client, options: SendOptions) => Promise<T>) => {
    try {
      return await call(clients.forRegion(region), { abortSignal: signal() });
    } catch (error) {
      throw new AwsFailed(name, error);
    }
  };
  const askStage = <T>(
    name: AwsCall,
    stageArn: string,
    call: (client: Client, options: SendOptions) => Promise<T>,
  ): Promise<T> => ask(name, regionOf(stageArn), call);
  const inTurn = <C extends object>(command: C): C => (priority === 'operator' ? asOperator(command) : command);

  return {
    listStages: (region) =>
      allPages(async (nextToken) => {
        const command = new ListStagesCommand({ maxResults: MAX_PAGE, ...pageFrom(nextToken) });
        const answer = await ask('ListStages', region, (client, options) => client.send(inTurn(command), options));
        return { items: (answer.stages ?? []).map(stageFacts), nextToken: answer.nextToken ?? null };
      }),

    async getStage(stageArn) {
      const command = new GetStageCommand({ arn: stageArn });
      const { stage } = await askStage('GetStage', stageArn, (client, options) =>
        client.send(inTurn(command), options),
      );
      return stageFacts({ ...stage, arn: stageArn });
    },

    async listSessions(stageArn, { limit, nextToken }) {
      const command = new ListStageSessionsCommand({
        stageArn,
        maxResults: Math.min(limit, MAX_PAGE),
        ...pageFrom(nextToken),
      });
      const answer = await askStage('ListStageSessions', stageArn, (client, options) =>
        client.send(inTurn(command), options),
      );
      const items = (answer.stageSessions ?? []).map(({ sessionId = '', startTime, endTime }) => ({
        sessionId,
        startedAt: startTime?.getTime() ?? 0,
        endedAt: endTime?.getTime() ?? null,
      }));
      return { items, nextToken: answer.nextToken ?? null };
    },

    async listParticipants({ stageArn, sessionId }, filter, { limit, nextToken }) {
      const command = new ListParticipantsCommand({
        stageArn,
        sessionId,
        ...('state' in filter && { filterByState: filter.state }),
        ...('published' in filter && { filterByPublished: true }),
        maxResults: Math.min(limit, MAX_PAGE),
        ...pageFrom(nextToken),
      });
      const answer = await askStage('ListParticipants', stageArn, (client, options) =>
        client.send(inTurn(command), options),
      );
      return { items: (answer.participants ?? []).map(participantFacts), nextToken: answer.nextToken ?? null };
    },

    async getParticipant({ stageArn, sessionId }, participantId) {
      const command = new GetParticipantCommand({ stageArn, sessionId, participantId });
      const { participant = {} } = await askStage('GetParticipant', stageArn, (client, options) =>
        client.send(inTurn(command), options),
      );
      return {
        ...participantFacts({ ...participant, participantId }),
        attributes: participant.attributes ?? {},
        browserName: textOf(participant.browserName),
        browserVersion: textOf(participant.browserVersion),
        osName: textOf(participant.osName),
        osVersion: textOf(participant.osVersion),
        ispName: textOf(participant.ispName),
        sdkVersion: textOf(participant.sdkVersion),
        protocol: textOf(participant.protocol),
      };
    },

    async listEvents({ stageArn, sessionId }, participantId) {
      const events = await allPages(async (nextToken) => {
        const command = new ListParticipantEventsCommand({
          stageArn,
          sessionId,
          participantId,
          maxResults: MAX_PAGE,
          ...pageFrom(nextToken),
        });
        const answer = await askStage('ListParticipantEvents', stageArn, (client, options) =>
          client.send(inTurn(command), options),
        );
        return { items: (answer.events ?? []).map(eventFacts), nextToken: answer.nextToken ?? null };
      });
      return oldestFirst(events);
    },

    async disconnect(stageArn, participantId, reason) {
      const command = new DisconnectParticipantCommand({ stageArn, participantId, ...(reason && { reason }) });
      await askStage('DisconnectParticipant', stageArn, async (client, options) => {
        const answer = await client.send(inTurn(command), options);
        // It answers nothing that could be read, so a sign-in page of some network would pass for a success.
        if (answer.$metadata.requestId === undefined) throw new SyntaxError('an answer without a request id');
      });
    },
  };
}

/** Every item of a paged list. */
export async function allPages<T>(page: (nextToken: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let nextToken: string | null | undefined;
  for (let pages = 0; pages < MAX_PAGES && nextToken !== null; pages += 1) {
    const answer = await page(nextToken);
    items.push(...answer.items);
    nextToken = answer.nextToken || null;
  }
  return items;
}

const pageFrom = (nextToken: string | undefined) => (nextToken === undefined ? {} : { nextToken });

const textOf = (text: string | undefined): string | null => text || null;

const stageFacts = (stage: { arn: string | undefined; name?: string; activeSessionId?: string }): StageFacts => ({
  stageArn: stage.arn ?? '',
  name: textOf(stage.name),
  activeSessionId: textOf(stage.activeSessionId),
});

const participantFacts = (participant: ParticipantSummary): ParticipantFacts => ({
  participantId: participant.participantId ?? '',
  userId: textOf(participant.userId),
  state: participant.state === 'CONNECTED' ? 'CONNECTED' : 'DISCONNECTED',
  firstJoinedAt: participant.firstJoinTime?.getTime() ?? null,
  published: participant.published === true,
});

const eventFacts = (event: Event): EventFacts => ({
  name: event.name ?? '',
  at: event.eventTime?.getTime() ?? 0,
  remoteParticipantId: textOf(event.remoteParticipantId),
  errorCode: textOf(event.errorCode),
});

/** AWS documents no order. Events of one moment keep the order of the list, whichever way it runs. */
export function oldestFirst(events: readonly EventFacts[]): EventFacts[] {
  const newestIsFirst = (events[0]?.at ?? 0) > (events.at(-1)?.at ?? 0);
  return (newestIsFirst ? [...events].reverse() : [...events]).sort((a, b) => a.at - b.at);
}
