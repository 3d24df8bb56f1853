import type {
  HeartbeatRequest,
  LeaveData,
  LeaveRequest,
  PresenceEvent,
  RejoinData,
  RejoinRequest,
  TokenData,
} from '../../../shared/api.ts';
import { HEARTBEAT_INTERVAL_MS, TOKEN_LIFETIME_MS } from '../../../shared/durations.ts';
import type { Clock } from '../clock.ts';
import type { Feed } from '../feed.ts';
import type { Store, StoreWrite } from '../store/types.ts';
import { type TokenIssuer, TokenIssuerError } from '../tokens/issuer.ts';
import { createParticipants, type Participants } from './participants.ts';
import { type Identity, type Instant, type JoinOutcome, Presence, type Viewer, wallTimeOf } from './presence.ts';
import {
  isParking,
  logged,
  recordsOfAbsentLeave,
  recordsOfHeardAgain,
  recordsOfInterruption,
  recordsOfJoin,
  recordsOfLeave,
  recordsOfRemoval,
  recordsOfTimeout,
} from './records.ts';

/** Sessions that are taken out before other requests get their turn. */
const SWEEP_SLICE = 500;
const RESTORE_PAGE = 5_000;

export type RejoinResult =
  | { kind: 'rejoined'; data: RejoinData }
  | { kind: 'token-expired'; expiresAt: number }
  /** An operator took this participant off the stage. */
  | { kind: 'removed' };

export interface Removal {
  stageArn: string;
  participantId: string;
  /** As the operator gave it; null: unknown. */
  userId: string | null;
  reason?: string;
  /** Whether AWS knew the participant. */
  wasConnected: boolean;
}
/** Removed participants of this run; the store knows them all. */
const REMOVALS_IN_MEMORY = 10_000;

/**
 * The four calls of the contract and the sweep. Each decides in memory at once and then waits for the store:
 * the order of the decisions is the order of the requests, an answer means that the change is durable, and what
 * the store could not keep stays in line there. A heartbeat waits for nothing.
 */
export interface Viewers {
  readonly presence: Presence;
  readonly participants: Participants;
  /** How often a present viewer is to be heard. */
  heartbeatIntervalMs(): number;
  /** @throws TokenIssuerError, StoreUnavailable */
  token(who: Identity): Promise<TokenData>;
  /** @throws StoreUnavailable */
  rejoin(request: RejoinRequest): Promise<RejoinResult>;
  /** How many watch the stage; -1: this viewer is not present. */
  heartbeat(request: HeartbeatRequest): number;
  /** @throws StoreUnavailable */
  leave(request: LeaveRequest): Promise<LeaveData>;
  /** AWS has cut the participant off: its session ends, and it does not come back with its token. @throws StoreUnavailable */
  remove(removal: Removal): Promise<void>;
  /** Takes the sessions that the last run left open; call once before serving. */
  restore(): Promise<number>;
  /** Takes out who has been silent for the timeout. Returns true if there may be more. */
  sweep(): boolean;
  /** The machine slept: nobody counts until heard from. */
  doubtEverybody(): void;
  /** Each second: what time alone changes in the list of participants. */
  tick(): void;
  /** While it serves: the next sweep goes by them. */
  retime(timings: HeartbeatTimings): void;
}

export interface HeartbeatTimings {
  heartbeatIntervalMs: number;
  heartbeatTimeoutMs: number;
}

export function createViewers(
  deps: { store: Store; issuer: TokenIssuer; feed: Feed; clock: Clock } & Pick<HeartbeatTimings, 'heartbeatTimeoutMs'> &
    Partial<HeartbeatTimings>,
): Viewers {
  const { store, issuer, feed, clock } = deps;
  const presence = new Presence({ timeoutMs: deps.heartbeatTimeoutMs });

  /** Known at once, so that a rejoin whose look into the store began earlier does not slip through. */
  const removed = new Set<string>();

  let { heartbeatIntervalMs = HEARTBEAT_INTERVAL_MS } = deps;
  const participants = createParticipants({ presence, feed, clock, heartbeatIntervalMs });

  const now = (): Instant => ({ ms: clock.monotonicMs(), wall: clock.wallMs() });

  function tell(change: PresenceEvent['change'], viewer: Viewer): void {
    const { stage, userId, participantId } = viewer;
    const event = { stageArn: stage.stageArn, currentViewers: stage.present, change, userId, participantId };
    feed.tell({ kind: 'presence', event });
  }

  async function keepJoin(outcome: JoinOutcome, writes: readonly StoreWrite[]): Promise<void> {
    const { viewer } = outcome;
    // Also of somebody who was counted already and goes on under another participantId: lists show the newest.
    if (outcome.kind !== 'refreshed') {
      tell('joined', viewer);
      participants.joined(viewer);
    }
    if (viewer.sessionId > 0) store.heard(viewer.sessionId, wallTimeOf(viewer, viewer.lastHeartbeatMs));
    await store.commit(writes, (sessionId) => {
      viewer.sessionId = sessionId;
    });
  }

  /** Nobody waits for these; a failing store keeps them in line and says so in its status. */
  function keepBehind(writes: readonly StoreWrite[]): void {
    store.commit(writes).catch(() => {});
  }

  async function token(who: Identity): Promise<TokenData> {
    const issued = await issuer.issue(who).catch((error: unknown) => {
      if (error instanceof TokenIssuerError) {
        const details = { error: error.reason, retryable: error.retryable };
        keepBehind([logged('token.failed', 'api', who, { at: clock.wallMs(), reason: error.advice, details })]);
      }
      throw error;
    });
    const at = now();
    const outcome = presence.token(who, issued.participantId, at);
    outcome.viewer.tokenExpiresAt = issued.expiresAt;
    const how = { call: 'token', expiresAt: issued.expiresAt, parkedUntil: participants.parkEnd(who) } as const;
    const writes = recordsOfJoin(outcome, at, how);
    await keepJoin(outcome, writes);
    return {
      token: issued.token,
      participantId: issued.participantId,
      ...who,
      expiresAt: new Date(issued.expiresAt).toISOString(),
      expiresIn: TOKEN_LIFETIME_MS / 1000,
      currentViewers: presence.count(who.stageArn),
    };
  }

  async function rejoin({ userId, stageArn, participantId }: RejoinRequest): Promise<RejoinResult> {
    const who = { stageArn, userId };
    const record = await store.token(participantId);
    if (removed.has(participantId) || (record?.removedAt ?? null) !== null) return { kind: 'removed' };
    const issuedToThem = record?.stageArn === stageArn && record.userId === userId;
    const at = now();
    if (record !== undefined && issuedToThem && record.expiresAt <= at.wall) {
      return { kind: 'token-expired', expiresAt: record.expiresAt };
    }
    const outcome = presence.rejoin(who, participantId, at);
    if (issuedToThem) outcome.viewer.tokenExpiresAt = record?.expiresAt ?? 0;
    const how = {
      call: 'rejoin',
      knownParticipant: issuedToThem,
      parkedUntil: participants.parkEnd(who),
    } as const;
    await keepJoin(outcome, recordsOfJoin(outcome, at, how));
    return { kind: 'rejoined', data: { userId, stageArn, participantId, currentViewers: presence.count(stageArn) } };
  }

  function heartbeat({ stageArn, userId, participantId }: HeartbeatRequest): number {
    const nowMs = clock.monotonicMs();
    const outcome = presence.heartbeat(stageArn, userId, participantId, nowMs);
    if (outcome.kind === 'absent') return -1;
    if (outcome.kind === 'outdated') return presence.count(stageArn);
    const { viewer } = outcome;
    if (viewer.sessionId > 0) store.heard(viewer.sessionId, wallTimeOf(viewer, nowMs));
    if (viewer.silentSince > 0) participants.heard(viewer);
    if (outcome.kind === 'heard-again') {
      tell('joined', viewer);
      participants.joined(viewer);
      keepBehind(recordsOfHeardAgain(viewer, now()));
    }
    return viewer.stage.present;
  }

  async function leave(request: LeaveRequest): Promise<LeaveData> {
    const { stageArn, userId, participantId } = request;
    const who = { stageArn, userId };
    const at = now();
    const outcome = presence.leave(who, participantId);
    if (outcome.kind === 'left') {
      if (outcome.wasPresent) tell('left', outcome.viewer);
      participants.left(outcome.viewer, isParking(request.reason) ? { cause: request.cause ?? null } : undefined);
      await store.commit(recordsOfLeave(outcome.viewer, at, request));
    } else if (outcome.kind === 'absent') {
      // Also with nothing to write: an earlier leave of theirs may still be on its way to the disk.
      const parkedUntil = participants.parkEnd(who) ?? at.wall;
      if (!isParking(request.reason)) participants.unparked(who);
      await store.commit(recordsOfAbsentLeave(who, parkedUntil, request.reason));
    }
    return { currentViewers: presence.count(stageArn) };
  }

  async function remove(removal: Removal): Promise<void> {
    const { stageArn, participantId } = removal;
    const at = now();
    removed.add(participantId);
    for (const oldest of removed) {
      if (removed.size <= REMOVALS_IN_MEMORY) break;
      removed.delete(oldest);
    }
    const userId = holderOf(stageArn, participantId) ?? removal.userId;
    const outcome = userId === null ? null : presence.leave({ stageArn, userId }, participantId);
    const viewer = outcome?.kind === 'left' ? outcome.viewer : null;
    if (outcome?.kind === 'left' && outcome.wasPresent) tell('left', outcome.viewer);
    if (viewer !== null) participants.left(viewer);
    const writes = recordsOfRemoval({ ...removal, userId }, viewer, at);
    // Of somebody who is here under a newer participantId nothing is parked.
    if (outcome?.kind === 'absent' && userId !== null) {
      const who = { stageArn, userId };
      writes.push(...recordsOfAbsentLeave(who, participants.parkEnd(who) ?? at.wall, undefined));
      participants.unparked(who);
    }
    await store.commit(writes);
  }

  /** Who is here under this participantId. */
  function holderOf(stageArn: string, participantId: string): string | null {
    for (const viewer of presence.stage(stageArn)?.viewers.values() ?? []) {
      if (viewer.participantId === participantId) return viewer.userId;
    }
    return null;
  }

  async function restore(): Promise<number> {
    let restored = 0;
    participants.restore(await store.parked());
    for (let after = 0; ; ) {
      const page = await store.openSessions(after, RESTORE_PAGE);
      const at = now();
      for (const session of page) {
        const viewer = presence.restore(session, at);
        after = session.sessionId;
        // Silent for longer than the timeout already: nobody can still be there.
        if (at.wall - session.lastHeartbeatAt >= deps.heartbeatTimeoutMs) {
          presence.leave(session, undefined);
          keepBehind(recordsOfInterruption(viewer, at));
        } else {
          restored += 1;
        }
      }
      if (page.length < RESTORE_PAGE) return restored;
    }
  }

  function sweep(): boolean {
    const at = now();
    const silent = presence.sweep(at.ms, SWEEP_SLICE);
    for (const viewer of silent) {
      tell('left', viewer);
      participants.left(viewer);
      keepBehind(recordsOfTimeout(viewer, at));
    }
    const unheard = presence.giveUpUnheard(at.ms, SWEEP_SLICE);
    for (const viewer of unheard) keepBehind(recordsOfInterruption(viewer, at));
    return silent.length === SWEEP_SLICE || unheard.length === SWEEP_SLICE;
  }

  function doubtEverybody(): void {
    for (const viewer of presence.doubtEverybody(clock.monotonicMs())) {
      tell('left', viewer);
      participants.left(viewer);
    }
  }

  const tick = () => participants.tick();
  function retime(timings: HeartbeatTimings): void {
    heartbeatIntervalMs = timings.heartbeatIntervalMs;
    presence.setTimeoutMs(timings.heartbeatTimeoutMs);
    participants.setHeartbeatIntervalMs(heartbeatIntervalMs);
  }

  return {
    presence,
    participants,
    heartbeatIntervalMs: () => heartbeatIntervalMs,
    token,
    rejoin,
    heartbeat,
    leave,
    remove,
    restore,
    sweep,
    doubtEverybody,
    tick,
    retime,
  };
}
