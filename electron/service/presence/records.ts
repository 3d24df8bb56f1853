/** What a change of presence leaves in the store: pure functions from outcome to facts. */
import type { LogSource, LogType } from '../../../shared/log.ts';
import type { NewLogEntry, StoreWrite } from '../store/types.ts';
import { type Identity, type Instant, type JoinOutcome, type Viewer, wallTimeOf } from './presence.ts';

const identityOf = (viewer: Viewer): Identity => ({ stageArn: viewer.stage.stageArn, userId: viewer.userId });

/** Why a session has no better reason: the client gave none. */
export const UNSPECIFIED = 'unspecified';
/** The reason of a leave that parks the viewer: nobody looked for the delay, and a return is expected. */
const PARKING = 'idle';
export const isParking = (reason: string | undefined): boolean => reason === PARKING;

export function logged(
  type: LogType,
  source: LogSource,
  who: Identity | null,
  rest: { at: number; participantId?: string | null; reason?: string | null; details?: Record<string, unknown> },
): Extract<StoreWrite, { kind: 'logged' }> {
  const entry: NewLogEntry = {
    at: rest.at,
    source,
    type,
    stageArn: who?.stageArn ?? null,
    userId: who?.userId ?? null,
    participantId: rest.participantId ?? null,
    reason: rest.reason ?? null,
    details: rest.details ?? {},
  };
  return { kind: 'logged', entry };
}

/** A token was issued, or somebody came back with one. `issued` is set in the first case. */
export function recordsOfJoin(
  outcome: JoinOutcome,
  now: Instant,
  how: ({ call: 'token'; expiresAt: number } | { call: 'rejoin'; knownParticipant: boolean }) & {
    /** When the parked stretch that this ends was over, by its own clock. */
    parkedUntil?: number | undefined;
  },
): StoreWrite[] {
  const { viewer } = outcome;
  const who = identityOf(viewer);
  const { participantId } = viewer;
  const at = now.wall;
  const writes: StoreWrite[] = [];
  if (how.call === 'token') {
    writes.push({ kind: 'token-issued', ...who, participantId, issuedAt: at, expiresAt: how.expiresAt });
    writes.push(
      logged('token.issued', 'api', who, {
        at,
        participantId,
        details: { expiresAt: new Date(how.expiresAt).toISOString() },
      }),
    );
  }
  if (outcome.kind === 'replaced') writes.push(...recordsOfInterruption(outcome.interrupted, now));
  if (outcome.kind === 'joined' || outcome.kind === 'replaced') {
    writes.push({ kind: 'park-ended', ...who, at: how.parkedUntil ?? at });
    writes.push({
      kind: 'session-opened',
      ...who,
      participantId,
      at: viewer.joinedAt,
      currentViewers: viewer.stage.present,
    });
  }
  if (outcome.kind === 'superseded' || outcome.kind === 'heard-again') {
    const { previousParticipantId } = outcome;
    if (previousParticipantId !== participantId) {
      writes.push({ kind: 'session-continued', ...who, participantId });
      writes.push(
        logged('presence.superseded', 'api', who, {
          at,
          participantId: previousParticipantId,
          details: { by: participantId },
        }),
      );
    }
  }
  if (how.call === 'rejoin') {
    const details = {
      ...(!how.knownParticipant && { unknownParticipant: true }),
      ...(outcome.kind !== 'joined' && { sessionContinues: true }),
    };
    writes.push(logged('presence.rejoined', 'api', who, { at, participantId, details }));
  } else if (outcome.kind === 'joined' || outcome.kind === 'replaced') {
    writes.push(logged('presence.joined', 'api', who, { at, participantId }));
  }
  return writes;
}

/** A heartbeat of somebody who was unheard since the last start. */
export function recordsOfHeardAgain(viewer: Viewer, now: Instant): StoreWrite[] {
  const { participantId } = viewer;
  const details = { sessionContinues: true };
  return [
    logged('presence.rejoined', 'api', identityOf(viewer), {
      at: now.wall,
      participantId,
      reason: 'heartbeat',
      details,
    }),
  ];
}

export function recordsOfLeave(viewer: Viewer, now: Instant, given: { reason?: string; cause?: string }): StoreWrite[] {
  const who = identityOf(viewer);
  const { participantId } = viewer;
  const reason = given.reason ?? UNSPECIFIED;
  const endedAt = wallTimeOf(viewer, now.ms);
  const writes: StoreWrite[] = [{ kind: 'session-closed', ...who, endedAt, reason }];
  if (isParking(reason)) {
    const watchedMs = Math.max(0, endedAt - viewer.joinedAt);
    const rest = { at: now.wall, cause: given.cause ?? null, joinedAt: viewer.joinedAt, watchedMs };
    writes.push({ kind: 'parked', ...who, participantId, ...rest });
  }
  const details = given.cause === undefined ? {} : { cause: given.cause };
  writes.push(logged('presence.left', 'api', who, { at: now.wall, participantId, reason, details }));
  return writes;
}

/** A leave of somebody who is not present: quitting while parked ends the parked stretch; else nothing is left to do. */
export function recordsOfAbsentLeave(who: Identity, at: number, reason: string | undefined): StoreWrite[] {
  return isParking(reason) ? [] : [{ kind: 'park-ended', ...who, at }];
}

/** Why a session ended whose viewer an operator took off the stage. */
const REMOVED = 'removed';

/**
 * An operator took a participant off its stage.
 * @param viewer whose session went on under this participantId; null: it was parked, had gone, or was never here
 */
export function recordsOfRemoval(
  removed: { stageArn: string; participantId: string; userId: string | null; reason?: string; wasConnected: boolean },
  viewer: Viewer | null,
  now: Instant,
): StoreWrite[] {
  const { stageArn, participantId, userId, wasConnected } = removed;
  const who = { stageArn, userId: userId ?? '' };
  const writes: StoreWrite[] = [{ kind: 'participant-removed', ...who, participantId, at: now.wall }];
  if (viewer !== null) writes.push(...recordsOfLeave(viewer, now, { reason: REMOVED }));
  const reason = removed.reason ?? null;
  const entry = logged('participant.removed', 'operator', null, {
    at: now.wall,
    participantId,
    reason,
    details: { wasConnected },
  });
  writes.push({ ...entry, entry: { ...entry.entry, stageArn, userId } });
  return writes;
}

/** Swept: the session ended with the last sign of life, like that of one who was interrupted. */
export function recordsOfTimeout(viewer: Viewer, now: Instant): StoreWrite[] {
  const who = identityOf(viewer);
  const { participantId } = viewer;
  const endedAt = wallTimeOf(viewer, viewer.lastHeartbeatMs);
  const details = { lastHeartbeatAt: new Date(endedAt).toISOString() };
  return [
    { kind: 'session-closed', ...who, endedAt, reason: 'timed-out' },
    logged('presence.timed-out', 'sweep', who, { at: now.wall, participantId, details }),
  ];
}

/** The service was killed (or slept) while this session was open, and nobody has been heard from since: it ended at its last heartbeat. */
export function recordsOfInterruption(viewer: Viewer, now: Instant): StoreWrite[] {
  const who = identityOf(viewer);
  const { participantId } = viewer;
  const endedAt = viewer.heardAt ?? viewer.joinedAt;
  const details = { lastHeartbeatAt: new Date(endedAt).toISOString() };
  return [
    { kind: 'session-closed', ...who, endedAt, reason: 'interrupted' },
    logged('presence.interrupted', 'service', who, { at: now.wall, participantId, details }),
  ];
}
