/**
 * The operator's list: everybody present with the state that their client reports, and everybody parked. Kept beside
 * presence, which alone decides who counts; a heartbeat costs it one comparison.
 */
import type { ParticipantEvent, ParticipantRow } from '../../../shared/api.ts';
import { TOKEN_LIFETIME_MS } from '../../../shared/durations.ts';
import type { LogEntry } from '../../../shared/log.ts';
import type { Clock } from '../clock.ts';
import type { Feed } from '../feed.ts';
import type { ParkedRecord } from '../store/types.ts';
import { wordOf } from './client-word.ts';
import { JoinOrder, type Ordered } from './join-order.ts';
import { type Identity, type Presence, type Viewer, wallTimeOf } from './presence.ts';

/** Changes of one viewer within this time are told as one. */
const GATHER_MS = 100;
/** Who comes back within this time was never gone: a page that reloads, a connection that is made anew. */
const GRACE_MS = 2_000;
/** Silent: one and a half heartbeats missed. */
const SILENT_BEATS = 1.5;

/** Somebody who would be connected, but nobody looks. */
export interface Parked extends Identity, Ordered {
  participantId: string;
  cause: string | null;
  /** Milliseconds since 1970, and the same moment on the monotonic clock. */
  startedAt: number;
  startedMs: number;
  /** Monotonic: their token is too old to come back with. */
  expiresMs: number;
  joinedAt: number;
  lastHeartbeatAt: number;
  watchedMs: number;
  /** Its client reports of itself, as Stagewatch's viewer does: it will say more when it comes back. */
  reports: boolean;
  readonly joinNumber: number;
}

interface StageRows {
  /** Rises with each stage that comes up. */
  readonly number: number;
  readonly parked: Map<string, Parked>;
  readonly order: JoinOrder<Parked>;
}

/** Where a page goes on: behind this row. `group` 0: present, 1: parked. */
export interface RowPosition {
  stage: number;
  group: number;
  row: number;
}

export interface Participants {
  /** Came, came back, or goes on under another participantId. */
  joined(viewer: Viewer): void;
  /** Left or was swept. `parked`: with the intention to come back. */
  left(viewer: Viewer, parked?: { cause: string | null }): void;
  /** The parked stretch is over without a return. */
  unparked(who: Identity): void;
  /** A silent viewer was heard. */
  heard(viewer: Viewer): void;
  /** What was logged: among it what clients say of themselves. */
  reported(entries: readonly LogEntry[]): void;
  parkedOf(who: Identity): Parked | undefined;
  /** When the parked stretch is over if it ends now: no clock that was set lengthens it. */
  parkEnd(who: Identity): number | undefined;
  allParked(): Iterable<Parked>;
  /** Up to `limit` rows, and how many there are in all. */
  page(
    stageArn: string | undefined,
    after: RowPosition | undefined,
    limit: number,
  ): { rows: { row: ParticipantRow; position: RowPosition }[]; total: number };
  restore(records: readonly ParkedRecord[]): void;
  /** Each second: who has become silent, whose parking has expired. */
  tick(): void;
  /** From the next tick on. */
  setHeartbeatIntervalMs(heartbeatIntervalMs: number): void;
  close(): void;
}

export function createParticipants(deps: {
  presence: Presence;
  feed: Feed;
  clock: Clock;
  heartbeatIntervalMs: number;
}): Participants {
  const { presence, feed, clock } = deps;
  let silentMs = SILENT_BEATS * deps.heartbeatIntervalMs;
  const stages = new Map<string, StageRows>();
  let lastStage = 0;
  let lastParked = 0;
  let parkedCount = 0;

  // ---- who is parked ----

  function stageRows(stageArn: string): StageRows {
    let rows = stages.get(stageArn);
    if (rows === undefined) {
      rows = { number: ++lastStage, parked: new Map(), order: new JoinOrder() };
      stages.set(stageArn, rows);
    }
    return rows;
  }

  function park(parked: Parked): void {
    takeOut(parked);
    const rows = stageRows(parked.stageArn);
    rows.parked.set(parked.userId, parked);
    rows.order.add(parked);
    parkedCount += 1;
  }

  function takeOut(who: Identity): Parked | undefined {
    const rows = stages.get(who.stageArn);
    const parked = rows?.parked.get(who.userId);
    if (rows === undefined || parked === undefined) return undefined;
    rows.parked.delete(who.userId);
    rows.order.remove(parked);
    parkedCount -= 1;
    return parked;
  }

  function dropEmpty(stageArn: string): void {
    if (stages.get(stageArn)?.parked.size === 0 && presence.stage(stageArn) === undefined) stages.delete(stageArn);
  }

  // ---- rows ----

  function rowOfViewer(viewer: Viewer): ParticipantRow {
    const { client, stage, userId, participantId } = viewer;
    const isSilent = viewer.silentSince > 0 && client?.state !== 'away';
    return {
      stageArn: stage.stageArn,
      userId,
      participantId,
      state: isSilent ? 'silent' : (client?.state ?? 'present'),
      stateSince: isoOf(isSilent ? viewer.silentSince : (client?.since ?? viewer.joinedAt)),
      reason: isSilent ? null : (client?.reason ?? null),
      joinedAt: isoOf(viewer.joinedAt),
      lastHeartbeatAt: isoOf(wallTimeOf(viewer, viewer.lastHeartbeatMs)),
      watchSeconds: Math.max(0, Math.floor((clock.monotonicMs() - viewer.joinedMs) / 1000)),
      source: client === null ? 'api' : 'stagewatch',
    };
  }

  const rowOfParked = (parked: Parked): ParticipantRow => ({
    stageArn: parked.stageArn,
    userId: parked.userId,
    participantId: parked.participantId,
    state: 'parked',
    stateSince: isoOf(parked.startedAt),
    reason: parked.cause,
    joinedAt: isoOf(parked.joinedAt),
    lastHeartbeatAt: isoOf(parked.lastHeartbeatAt),
    watchSeconds: Math.max(0, Math.floor(parked.watchedMs / 1000)),
    source: parked.reports ? 'stagewatch' : 'api',
  });

  function rowOf({ stageArn, userId }: Identity): ParticipantRow | undefined {
    const viewer = presence.find(stageArn, userId);
    if (viewer?.state === 'present') return rowOfViewer(viewer);
    const parked = stages.get(stageArn)?.parked.get(userId);
    return parked === undefined ? undefined : rowOfParked(parked);
  }

  // ---- telling ----

  const changed = new Map<string, { who: Identity; dueMs: number }>();
  let timer: NodeJS.Timeout | undefined;

  function change(who: Identity, inMs = 0): void {
    if (feed.followers === 0) return;
    const { stageArn, userId } = who;
    changed.set(`${stageArn}\n${userId}`, { who: { stageArn, userId }, dueMs: clock.monotonicMs() + inMs });
    timer ??= setTimeout(tell, GATHER_MS);
  }

  /** Whatever happened meanwhile: how it is now. */
  function tell(): void {
    timer = undefined;
    const nowMs = clock.monotonicMs();
    const events: ParticipantEvent[] = [];
    for (const [key, { who, dueMs }] of changed) {
      const participant = rowOf(who);
      if (participant === undefined && dueMs > nowMs) continue;
      changed.delete(key);
      events.push(participant === undefined ? { change: 'gone', ...who } : { change: 'updated', participant });
    }
    if (events.length > 0) feed.tell({ kind: 'participants', events });
    if (changed.size > 0) timer = setTimeout(tell, GATHER_MS);
  }

  return {
    joined(viewer) {
      const { stageArn } = viewer.stage;
      stageRows(stageArn);
      const who = identityOf(viewer);
      const parked = takeOut(who);
      // Whose client reported before will say more in a moment; any other is present, and that is all there is to know.
      if (parked?.reports) viewer.client ??= { state: 'connecting', since: viewer.joinedAt, at: 0, reason: null };
      viewer.silentSince = 0;
      change(who);
    },

    left(viewer, parked) {
      const who = identityOf(viewer);
      if (parked === undefined) {
        dropEmpty(who.stageArn);
        return change(who, GRACE_MS);
      }
      const nowMs = clock.monotonicMs();
      const startedAt = clock.wallMs();
      park({
        ...who,
        participantId: viewer.participantId,
        cause: parked.cause,
        startedAt,
        startedMs: nowMs,
        expiresMs: nowMs + (viewer.tokenExpiresAt > 0 ? viewer.tokenExpiresAt - startedAt : TOKEN_LIFETIME_MS),
        joinedAt: viewer.joinedAt,
        lastHeartbeatAt: wallTimeOf(viewer, viewer.lastHeartbeatMs),
        watchedMs: Math.max(0, nowMs - viewer.joinedMs),
        reports: viewer.client !== null,
        joinNumber: ++lastParked,
      });
      change(who);
    },

    unparked(who) {
      if (takeOut(who) === undefined) return;
      dropEmpty(who.stageArn);
      change(who, GRACE_MS);
    },

    heard(viewer) {
      viewer.silentSince = 0;
      change(identityOf(viewer));
    },

    reported(entries) {
      for (const entry of entries) {
        const { stageArn, userId } = entry;
        if (entry.source !== 'viewer' || stageArn === null || userId === null) continue;
        const viewer = presence.find(stageArn, userId);
        if (viewer?.state !== 'present') continue;
        // An earlier instance of this client, or of an earlier session.
        if (entry.participantId !== null && entry.participantId !== viewer.participantId) continue;
        const word = wordOf(entry, viewer.client);
        if (word === undefined || word === viewer.client) continue;
        viewer.client = word;
        change({ stageArn, userId });
      }
    },

    parkedOf: ({ stageArn, userId }) => stages.get(stageArn)?.parked.get(userId),

    parkEnd(who) {
      const parked = stages.get(who.stageArn)?.parked.get(who.userId);
      return parked && parked.startedAt + Math.round(clock.monotonicMs() - parked.startedMs);
    },

    *allParked() {
      for (const { parked } of stages.values()) yield* parked.values();
    },

    page(stageArn, after, limit) {
      const rows: { row: ParticipantRow; position: RowPosition }[] = [];
      for (const [arn, { number, order }] of stages) {
        if (rows.length >= limit) break;
        if (number < (after?.stage ?? 0) || (stageArn !== undefined && arn !== stageArn)) continue;
        const from = after?.stage === number ? after : { group: 0, row: 0 };
        if (from.group === 0) {
          for (const viewer of presence.stage(arn)?.order.page(from.row, limit - rows.length) ?? []) {
            rows.push({ row: rowOfViewer(viewer), position: { stage: number, group: 0, row: viewer.joinNumber } });
          }
        }
        for (const parked of order.page(from.group === 1 ? from.row : 0, limit - rows.length)) {
          rows.push({ row: rowOfParked(parked), position: { stage: number, group: 1, row: parked.joinNumber } });
        }
      }
      const total =
        stageArn === undefined
          ? presence.size + parkedCount
          : presence.count(stageArn) + (stages.get(stageArn)?.parked.size ?? 0);
      return { rows, total };
    },

    restore(records) {
      const nowMs = clock.monotonicMs();
      const now = clock.wallMs();
      for (const { expiresAt, ...record } of records) {
        if (expiresAt <= now) continue;
        park({
          ...record,
          startedMs: nowMs - (now - record.startedAt),
          expiresMs: nowMs + (expiresAt - now),
          joinedAt: record.joinedAt || record.startedAt,
          lastHeartbeatAt: record.startedAt,
          // No report outlives a restart; a signal behind the leave is what such a client gives.
          reports: record.cause !== null,
          joinNumber: ++lastParked,
        });
      }
    },

    tick() {
      const nowMs = clock.monotonicMs();
      for (const viewer of presence.longestSilent(nowMs - silentMs)) {
        if (viewer.silentSince > 0) continue;
        viewer.silentSince = wallTimeOf(viewer, viewer.lastHeartbeatMs + silentMs);
        if (viewer.client?.state !== 'away') change(identityOf(viewer));
      }
      for (const { parked } of stages.values()) {
        for (const each of parked.values()) if (each.expiresMs <= nowMs) this.unparked(each);
      }
    },

    setHeartbeatIntervalMs(heartbeatIntervalMs) {
      silentMs = SILENT_BEATS * heartbeatIntervalMs;
    },

    close() {
      clearTimeout(timer);
      changed.clear();
    },
  };
}

const identityOf = (viewer: Viewer): Identity => ({ stageArn: viewer.stage.stageArn, userId: viewer.userId });
const isoOf = (ms: number): string => new Date(ms).toISOString();
