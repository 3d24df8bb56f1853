import type { ClientWord } from './client-word.ts';
import { JoinOrder } from './join-order.ts';
import { type Linked, RecencyList } from './recency-list.ts';

/**
 * Who is watching now, in memory: a set of pairs (stageArn, userId), never a counter (docs/api.md).
 * Nothing here reads a clock or does I/O; each operation is O(1).
 *
 * A viewer is in one of two states:
 * - `present`: heard from within the timeout, counted, listed.
 * - `unheard`: the session was open when the service stopped (or the machine slept) and nobody has been heard
 *   from since. Neither counted nor listed, so that a start shows nobody who isn't there. A heartbeat or rejoin
 *   within one timeout goes on with the same session; a token request ends it as interrupted and opens another;
 *   silence ends it as interrupted at its last heartbeat.
 */
export class Presence {
  #timeoutMs: number;
  readonly #stages = new Map<string, StagePresence>();
  readonly #present = new RecencyList<Viewer>();
  readonly #unheard = new RecencyList<Viewer>();
  #joins = 0;
  /** The answer to a usual heartbeat, one for all: the hot path allocates nothing. */
  #refreshed: { kind: 'refreshed'; viewer: Viewer } | undefined;

  constructor(options: { timeoutMs: number }) {
    this.#timeoutMs = options.timeoutMs;
  }

  /** From the next sweep on. */
  setTimeoutMs(timeoutMs: number): void {
    this.#timeoutMs = timeoutMs;
  }

  /** How many are present, over all stages. */
  get size(): number {
    return this.#present.size;
  }

  /** Stages with at least one present or unheard viewer. */
  stages(): Iterable<StagePresence> {
    return this.#stages.values();
  }

  stage(stageArn: string): StagePresence | undefined {
    return this.#stages.get(stageArn);
  }

  count(stageArn: string): number {
    return this.#stages.get(stageArn)?.present ?? 0;
  }

  find(stageArn: string, userId: string): Viewer | undefined {
    return this.#stages.get(stageArn)?.viewers.get(userId);
  }

  /** A token was issued: present from now on. The newest participantId wins. */
  token(who: Identity, participantId: string, now: Instant): JoinOutcome {
    const viewer = this.find(who.stageArn, who.userId);
    if (viewer?.state !== 'unheard') return this.#join(viewer, who, participantId, now);
    this.#forget(viewer);
    return { kind: 'replaced', interrupted: viewer, viewer: this.#open(who, participantId, now) };
  }

  /** Back with an older token: present from now on. */
  rejoin(who: Identity, participantId: string, now: Instant): JoinOutcome {
    const viewer = this.find(who.stageArn, who.userId);
    if (viewer?.state !== 'unheard') return this.#join(viewer, who, participantId, now);
    const previousParticipantId = viewer.participantId;
    viewer.participantId = participantId;
    this.#hear(viewer, now.ms);
    return { kind: 'heard-again', viewer, previousParticipantId };
  }

  /**
   * Freshness only: it never makes anybody present who left or never came.
   * `participantId` given and not the viewer's (a newer session won): nothing happens.
   * The outcome holds until the next heartbeat.
   */
  heartbeat(stageArn: string, userId: string, participantId: string | undefined, nowMs: number): HeartbeatOutcome {
    const viewer = this.#stages.get(stageArn)?.viewers.get(userId);
    if (viewer === undefined) return ABSENT;
    if (participantId !== undefined && participantId !== viewer.participantId) return OUTDATED;
    if (viewer.state === 'unheard') {
      this.#hear(viewer, nowMs);
      return { kind: 'heard-again', viewer };
    }
    viewer.lastHeartbeatMs = nowMs;
    this.#present.touch(viewer);
    this.#refreshed ??= { kind: 'refreshed', viewer };
    this.#refreshed.viewer = viewer;
    return this.#refreshed;
  }

  /** Not present any more. Idempotent; an older participantId's leave does nothing. */
  leave(who: Identity, participantId: string | undefined): LeaveOutcome {
    const viewer = this.find(who.stageArn, who.userId);
    if (viewer === undefined) return ABSENT;
    if (participantId !== undefined && participantId !== viewer.participantId) return OUTDATED;
    const wasPresent = viewer.state === 'present';
    this.#forget(viewer);
    return { kind: 'left', viewer, wasPresent };
  }

  /** Takes out up to `max` viewers who have been silent for the timeout. */
  sweep(nowMs: number, max: number): Viewer[] {
    return this.#takeSilent(this.#present, nowMs, max);
  }

  /** The present who were last heard at `untilMs` or before, the longest silent first. */
  *longestSilent(untilMs: number): Generator<Viewer> {
    for (
      let viewer = this.#present.oldest;
      viewer !== null && viewer.lastHeartbeatMs <= untilMs;
      viewer = viewer.newer
    ) {
      yield viewer;
    }
  }

  /** Takes out up to `max` unheard viewers for whom the timeout has passed since they became unheard. */
  giveUpUnheard(nowMs: number, max: number): Viewer[] {
    return this.#takeSilent(this.#unheard, nowMs, max);
  }

  /** Sessions that were open in the store at the start: unheard for one timeout from `now` on. */
  restore(session: OpenSessionRecord, now: Instant): Viewer {
    const stage = this.#stageOf(session.stageArn);
    const viewer = this.#newViewer(stage, session.userId, session.participantId, {
      ms: now.ms - (now.wall - session.joinedAt),
      wall: session.joinedAt,
    });
    viewer.sessionId = session.sessionId;
    viewer.heardAt = session.lastHeartbeatAt;
    viewer.lastHeartbeatMs = now.ms;
    this.#setUnheard(viewer, now.ms);
    stage.viewers.set(session.userId, viewer);
    return viewer;
  }

  /** The machine slept: everybody is unknown until heard from, for one timeout. Returns who was present. */
  doubtEverybody(nowMs: number): Viewer[] {
    const doubted: Viewer[] = [];
    for (let viewer = this.#present.oldest; viewer !== null; viewer = this.#present.oldest) {
      viewer.heardAt = wallTimeOf(viewer, viewer.lastHeartbeatMs);
      this.#present.remove(viewer);
      this.#uncount(viewer);
      this.#setUnheard(viewer, nowMs);
      doubted.push(viewer);
    }
    return doubted;
  }

  #join(viewer: Viewer | undefined, who: Identity, participantId: string, now: Instant): JoinOutcome {
    if (viewer === undefined) return { kind: 'joined', viewer: this.#open(who, participantId, now) };
    viewer.lastHeartbeatMs = now.ms;
    this.#present.touch(viewer);
    const previousParticipantId = viewer.participantId;
    if (previousParticipantId === participantId) return { kind: 'refreshed', viewer };
    viewer.participantId = participantId;
    return { kind: 'superseded', viewer, previousParticipantId };
  }

  #open(who: Identity, participantId: string, now: Instant): Viewer {
    const stage = this.#stageOf(who.stageArn);
    const viewer = this.#newViewer(stage, who.userId, participantId, now);
    stage.viewers.set(who.userId, viewer);
    this.#count(viewer);
    this.#present.push(viewer);
    return viewer;
  }

  #hear(viewer: Viewer, nowMs: number): void {
    this.#unheard.remove(viewer);
    viewer.stage.unheardHeardSum -= (viewer.heardAt ?? 0) - viewer.joinedAt;
    viewer.heardAt = null;
    viewer.lastHeartbeatMs = nowMs;
    viewer.state = 'present';
    this.#count(viewer);
    this.#present.push(viewer);
  }

  #setUnheard(viewer: Viewer, nowMs: number): void {
    viewer.state = 'unheard';
    viewer.lastHeartbeatMs = nowMs;
    viewer.stage.unheardHeardSum += (viewer.heardAt ?? 0) - viewer.joinedAt;
    this.#unheard.push(viewer);
  }

  #forget(viewer: Viewer): void {
    if (viewer.state === 'present') {
      this.#present.remove(viewer);
      this.#uncount(viewer);
    } else {
      this.#unheard.remove(viewer);
      viewer.stage.unheardHeardSum -= (viewer.heardAt ?? 0) - viewer.joinedAt;
    }
    viewer.stage.viewers.delete(viewer.userId);
    if (viewer.stage.viewers.size === 0) this.#stages.delete(viewer.stage.stageArn);
  }

  #takeSilent(list: RecencyList<Viewer>, nowMs: number, max: number): Viewer[] {
    const silent: Viewer[] = [];
    for (
      let viewer = list.oldest;
      viewer !== null && silent.length < max && nowMs - viewer.lastHeartbeatMs >= this.#timeoutMs;
      viewer = list.oldest
    ) {
      this.#forget(viewer);
      silent.push(viewer);
    }
    return silent;
  }

  #count(viewer: Viewer): void {
    const { stage } = viewer;
    viewer.joinNumber = ++this.#joins;
    stage.order.add(viewer);
    stage.present += 1;
    stage.joinedMsSum += viewer.joinedMs;
  }

  #uncount(viewer: Viewer): void {
    const { stage } = viewer;
    stage.order.remove(viewer);
    stage.present -= 1;
    stage.joinedMsSum -= viewer.joinedMs;
  }

  #stageOf(stageArn: string): StagePresence {
    let stage = this.#stages.get(stageArn);
    if (stage === undefined) {
      stage = {
        stageArn,
        viewers: new Map(),
        order: new JoinOrder(),
        present: 0,
        joinedMsSum: 0,
        unheardHeardSum: 0,
      };
      this.#stages.set(stageArn, stage);
    }
    return stage;
  }

  #newViewer(stage: StagePresence, userId: string, participantId: string, joined: Instant): Viewer {
    // What a heartbeat looks at comes first: among a million viewers each line of memory is fetched anew.
    return {
      older: null,
      newer: null,
      lastHeartbeatMs: joined.ms,
      participantId,
      state: 'present',
      silentSince: 0,
      sessionId: 0,
      joinedAt: joined.wall,
      joinedMs: joined.ms,
      stage,
      userId,
      heardAt: null,
      joinNumber: 0,
      client: null,
      tokenExpiresAt: 0,
    };
  }
}

export interface Identity {
  stageArn: string;
  userId: string;
}

/** One moment on both clocks. */
export interface Instant {
  /** Monotonic. */
  ms: number;
  /** Milliseconds since 1970. */
  wall: number;
}

export interface OpenSessionRecord extends Identity {
  sessionId: number;
  participantId: string;
  /** Milliseconds since 1970. */
  joinedAt: number;
  lastHeartbeatAt: number;
}

export interface StagePresence {
  readonly stageArn: string;
  /** Present and unheard. */
  readonly viewers: Map<string, Viewer>;
  /** Present, in the order in which they came. */
  readonly order: JoinOrder<Viewer>;
  present: number;
  /** Sum of joinedMs over the present: connected time so far is present × now − this. */
  joinedMsSum: number;
  /** Connected time of the unheard up to their last heartbeat, in ms. */
  unheardHeardSum: number;
}

export interface Viewer extends Linked<Viewer> {
  readonly stage: StagePresence;
  readonly userId: string;
  participantId: string;
  state: 'present' | 'unheard';
  /** Milliseconds since 1970, and the same moment on the monotonic clock. */
  readonly joinedAt: number;
  readonly joinedMs: number;
  /** Monotonic. Of an unheard viewer: when it became unheard. */
  lastHeartbeatMs: number;
  /** Milliseconds since 1970 of the last heartbeat of an unheard viewer; null while present. */
  heardAt: number | null;
  /** The store's number of the session; 0 until the store has committed it. */
  sessionId: number;
  joinNumber: number;
  /** What its client last said of itself; null: nothing (participants.ts). */
  client: ClientWord | null;
  /** Milliseconds since 1970 since which heartbeats have been missed; 0: none. */
  silentSince: number;
  /** Milliseconds since 1970; 0: not known. */
  tokenExpiresAt: number;
}

/**
 * A monotonic moment of a viewer's session as wall-clock time, counted from its join: a change of the wall
 * clock in between neither lengthens nor shortens what is billed.
 */
export const wallTimeOf = (viewer: Viewer, ms: number): number => viewer.joinedAt + Math.round(ms - viewer.joinedMs);

export type JoinOutcome =
  /** Was not there: a session opens. */
  | { kind: 'joined'; viewer: Viewer }
  /** Was present under the same participantId. */
  | { kind: 'refreshed'; viewer: Viewer }
  /** Was present: the session goes on under the new participantId. */
  | { kind: 'superseded'; viewer: Viewer; previousParticipantId: string }
  /** Was unheard: the session goes on. */
  | { kind: 'heard-again'; viewer: Viewer; previousParticipantId: string }
  /** Was unheard and starts afresh: the old session was interrupted, another opens. */
  | { kind: 'replaced'; viewer: Viewer; interrupted: Viewer };

const ABSENT = { kind: 'absent' } as const;
const OUTDATED = { kind: 'outdated' } as const;
export type HeartbeatOutcome =
  | typeof ABSENT
  /** A newer session won. */
  | typeof OUTDATED
  | { kind: 'refreshed'; viewer: Viewer }
  | { kind: 'heard-again'; viewer: Viewer };
export type LeaveOutcome = typeof ABSENT | typeof OUTDATED | { kind: 'left'; viewer: Viewer; wasPresent: boolean };
