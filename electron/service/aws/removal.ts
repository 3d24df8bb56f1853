/** Takes a participant off its stage for good: AWS cuts the connection and kills the token, then the session ends here. */
import type { Clock } from '../clock.ts';
import { logged } from '../presence/records.ts';
import type { Removal } from '../presence/viewers.ts';
import type { Store } from '../store/types.ts';
import { AwsFailed, isNotFound } from './failure.ts';
import type { AwsQuestions } from './questions.ts';

export interface RemovalRequest {
  stageArn: string;
  participantId: string;
  userId?: string | undefined;
  /** For AWS, the removed client and the log; at most 128 characters. */
  reason?: string | undefined;
}

export function createRemoval(deps: {
  /** Of an operator: they go before every poll. */
  questions: Pick<AwsQuestions, 'disconnect'>;
  viewers: { remove(removal: Removal): Promise<void> };
  store: Pick<Store, 'token' | 'commit'>;
  clock: Clock;
}) {
  const { questions, viewers, store, clock } = deps;

  /** Nothing is changed here until AWS has done it: a viewer who still watches stays counted. */
  async function disconnect(
    { stageArn, participantId, reason }: RemovalRequest,
    userId: string | null,
  ): Promise<boolean> {
    try {
      await questions.disconnect(stageArn, participantId, reason);
      return true;
    } catch (error) {
      if (isNotFound(error)) return false; // AWS knows no such participant (any more): there is nothing left to cut
      const details = { error: error instanceof AwsFailed ? error.reason : (error as Error).name };
      const { entry } = logged('participant.remove-failed', 'operator', null, {
        at: clock.wallMs(),
        participantId,
        reason: reason ?? null,
        details,
      });
      store.commit([{ kind: 'logged', entry: { ...entry, stageArn, userId } }]).catch(() => {}); // the store says so itself
      throw error;
    }
  }

  /**
   * @returns whether AWS knew the participant
   * @throws AwsFailed: nothing was changed; StoreUnavailable: it is off the stage, but that is not durable yet
   */
  return async function remove(request: RemovalRequest): Promise<{ wasConnected: boolean }> {
    const { stageArn, participantId, reason } = request;
    const record = await store.token(participantId).catch(() => undefined); // a removal must not wait for the disk
    const userId = request.userId ?? (record?.userId || null);
    const wasConnected = await disconnect(request, userId);
    await viewers.remove({ stageArn, participantId, userId, ...(reason !== undefined && { reason }), wasConnected });
    return { wasConnected };
  };
}
