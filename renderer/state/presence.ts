import type { PresenceEvent, StatsData, Viewer } from '../../shared/api.ts';

/** A present viewer; `fetchedAtMs` (performance.now()) is when its watch time was what it says. */
export interface PresentViewer extends Viewer {
  fetchedAtMs: number;
}

/** Who is present on one stage, in the order of the API (joined first, first). */
export type Presence = ReadonlyMap<string, PresentViewer>;

/** When an event was heard: monotonic for durations, wall clock for showing. */
export interface HeardAt {
  monotonicMs: number;
  wallMs: number;
}

/** One presence event applied. The event carries no times: they are ours until the next snapshot brings the service's. */
export function applyPresence(presence: Presence, event: PresenceEvent, heard: HeardAt): Presence {
  const next = new Map(presence);
  if (event.change === 'left') {
    next.delete(event.userId);
    return next;
  }
  const known = presence.get(event.userId);
  const at = new Date(heard.wallMs).toISOString();
  next.set(event.userId, {
    userId: event.userId,
    participantId: event.participantId,
    joinedAt: known?.joinedAt ?? at,
    lastHeartbeatAt: at,
    watchDurationSeconds: known?.watchDurationSeconds ?? 0,
    fetchedAtMs: known?.fetchedAtMs ?? heard.monotonicMs,
  });
  return next;
}

/** A snapshot, with the events that arrived while it was being fetched applied on top: nothing is missed, nobody comes back. */
export function presenceFrom(
  viewers: readonly Viewer[],
  fetchedAtMs: number,
  meanwhile: ReadonlyArray<{ event: PresenceEvent; heard: HeardAt }>,
): Presence {
  const snapshot: Presence = new Map(viewers.map((viewer) => [viewer.userId, { ...viewer, fetchedAtMs }]));
  return meanwhile.reduce((presence, { event, heard }) => applyPresence(presence, event, heard), snapshot);
}

export type CountsByStage = Readonly<Record<string, number>>;

export const countsFrom = (stats: StatsData): CountsByStage =>
  Object.fromEntries(stats.stages.map(({ stageArn, currentViewers }) => [stageArn, currentViewers]));

export const totalOf = (counts: CountsByStage) => Object.values(counts).reduce((sum, count) => sum + count, 0);
