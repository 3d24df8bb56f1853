/** Where a stage's participants connect to, as GetStage says. AWS allows to keep it for 14 days. */
import { GetStageCommand } from '@aws-sdk/client-ivs-realtime';
import { asOperator, type IvsClients } from '../aws/clients.ts';
import { issuerErrorOf } from '../aws/errors.ts';
import { TokenIssuerError } from './issuer.ts';

export interface StageEndpoints {
  eventsUrl: string;
  whipUrl: string;
}

export interface StageEndpointsCache {
  /** @throws TokenIssuerError where nothing is known of the stage and AWS does not tell */
  of(stageArn: string): Promise<StageEndpoints>;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** From here on asked for again, while what is known goes on serving. */
const REFRESH_AFTER_MS = 7 * DAY_MS;
/** From here on the answer is waited for. */
const STALE_AFTER_MS = 14 * DAY_MS;
/** After a refetch that failed, what is known serves this long before AWS is asked again. */
const RETRY_AFTER_MS = 60_000;
/** Stages kept; the one that was fetched first goes first. */
const MAX_STAGES = 1_000;

interface Entry {
  endpoints: StageEndpoints;
  fetchedAt: number;
  triedAt: number;
}

/** Who asks for a token waits no longer, turns under the quota included. */
const TIMEOUT_MS = 8_000;

/** @param deps.now wall clock in milliseconds */
export function createStageEndpoints(deps: {
  clients: IvsClients;
  now?: () => number;
  timeoutMs?: number;
}): StageEndpointsCache {
  const { clients, now = Date.now, timeoutMs = TIMEOUT_MS } = deps;
  const known = new Map<string, Entry>();
  const underWay = new Map<string, Promise<StageEndpoints>>();

  async function fetch(stageArn: string): Promise<StageEndpoints> {
    const startedAt = now();
    const entry = known.get(stageArn);
    if (entry !== undefined) entry.triedAt = startedAt;
    try {
      // A viewer or a publisher waits for it.
      const command = asOperator(new GetStageCommand({ arn: stageArn }));
      const options = { abortSignal: AbortSignal.timeout(timeoutMs) };
      const { stage } = await clients.forStage(stageArn).send(command, options);
      const endpoints = endpointsIn(stage?.endpoints);
      known.delete(stageArn);
      known.set(stageArn, { endpoints, fetchedAt: startedAt, triedAt: startedAt });
      if (known.size > MAX_STAGES) known.delete(known.keys().next().value ?? '');
      return endpoints;
    } catch (error) {
      const told = error instanceof TokenIssuerError ? error : issuerErrorOf(error, 'ivs:GetStage');
      if (told.advice === 'not-found') known.delete(stageArn);
      throw told;
    }
  }

  /** Who asks for the same stage meanwhile waits for the same answer. */
  function fetchOnce(stageArn: string): Promise<StageEndpoints> {
    let fetching = underWay.get(stageArn);
    if (fetching === undefined) {
      fetching = fetch(stageArn).finally(() => underWay.delete(stageArn));
      underWay.set(stageArn, fetching);
    }
    return fetching;
  }

  return {
    async of(stageArn) {
      const entry = known.get(stageArn);
      if (entry === undefined) return fetchOnce(stageArn);
      const at = now();
      const ageMs = at - entry.fetchedAt;
      const mayTry = at - entry.triedAt >= RETRY_AFTER_MS;
      if (ageMs < REFRESH_AFTER_MS || !mayTry) return entry.endpoints;
      const fetching = fetchOnce(stageArn);
      if (ageMs < STALE_AFTER_MS) {
        fetching.catch(() => {});
        return entry.endpoints;
      }
      return fetching.catch((error: unknown) => {
        // A stage that is gone is gone; anything else is no reason to turn viewers away.
        if (error instanceof TokenIssuerError && error.advice === 'not-found') throw error;
        return entry.endpoints;
      });
    },
  };
}

function endpointsIn(endpoints: { events?: string; whip?: string } | undefined): StageEndpoints {
  const { events, whip } = endpoints ?? {};
  if (!events || !whip) {
    throw new TokenIssuerError({
      reason: 'EmptyAnswer',
      retryable: false,
      advice: 'not-aws',
      message: 'GetStage answered without endpoints',
      action: 'ivs:GetStage',
    });
  }
  return { eventsUrl: events, whipUrl: whip };
}
