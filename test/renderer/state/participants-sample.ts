import type { ParticipantRow } from '../../../shared/api.ts';
import { STAGE_ARN } from '../harness/sample.ts';

export const START = Date.parse('2026-11-22T12:00:00.000Z');

export const row = (userId: string, more: Partial<ParticipantRow> = {}): ParticipantRow => ({
  stageArn: STAGE_ARN,
  userId,
  participantId: `p-${userId}`,
  state: 'watching',
  stateSince: new Date(START).toISOString(),
  reason: null,
  joinedAt: new Date(START).toISOString(),
  lastHeartbeatAt: new Date(START).toISOString(),
  watchSeconds: 0,
  source: 'stagewatch',
  ...more,
});
export const updated = (userId: string, more: Partial<ParticipantRow> = {}) =>
  ({ change: 'updated', participant: row(userId, more) }) as const;
export const gone = (userId: string, stageArn = STAGE_ARN) => ({ change: 'gone', stageArn, userId }) as const;
