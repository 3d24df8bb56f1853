/** Who watches, who watched, and for how long. */
import { z } from 'zod';
import {
  durationDataSchema,
  durationQuerySchema,
  historyDataSchema,
  historyQuerySchema,
  listQuerySchema,
  stageArnSchema,
  userIdSchema,
  viewerListDataSchema,
  viewerStatsDataSchema,
  viewerStatsQuerySchema,
} from '../../../../shared/api.ts';
import type { Clock } from '../../clock.ts';
import { type Presence, type Viewer, wallTimeOf } from '../../presence/presence.ts';
import type { SessionRecord, Store } from '../../store/types.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { hints } from '../messages.ts';
import { type Route, type RouteInput, route } from '../route.ts';
import { refuseField } from '../validation.ts';

/** The series of viewer stats covers the last day of the period, a point a minute. */
const SERIES_MS = 24 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

const stageParams = z.object({ stageArn: stageArnSchema });
const userParams = z.object({ userId: userIdSchema });

export function readingRoutes(deps: { presence: Presence; store: Store; clock: Clock }): Route[] {
  const { presence, store, clock } = deps;
  /** Join numbers start anew with each run: another run's cursor points nowhere. */
  const run = clock.wallMs();

  /** Connected time of the session that is going on, in ms; 0 without one. */
  const openMs = (viewer: Viewer | undefined): number =>
    viewer === undefined
      ? 0
      : viewer.state === 'present'
        ? clock.monotonicMs() - viewer.joinedMs
        : Math.max(0, (viewer.heardAt ?? viewer.joinedAt) - viewer.joinedAt);

  const watchedMsOf = (session: SessionRecord, userId: string): number => {
    if (session.endedAt !== null) return session.endedAt - session.joinedAt;
    const viewer = presence.find(session.stageArn, userId);
    return viewer === undefined ? session.lastHeartbeatAt - session.joinedAt : openMs(viewer);
  };

  return [
    route({
      method: 'GET',
      path: '/api/viewer/list/{stageArn}',
      summary: 'Who watches a stage now, in the order in which they came',
      tag: 'reading',
      params: stageParams,
      query: listQuerySchema,
      answer: { kind: 'data', schema: viewerListDataSchema },
      handle(input) {
        const { stageArn } = input.params;
        const { limit } = input.query;
        const [ofRun, after] = positionOf('viewers', input, 2) ?? [run, 0];
        if (ofRun !== run) throw refuseField('cursor', 'invalid', hints.cursor, input.language());
        const stage = presence.stage(stageArn);
        const page = stage?.order.page(after ?? 0, limit + 1) ?? [];
        const viewers = page.slice(0, limit);
        const last = viewers.at(-1);
        const present = stage?.present ?? 0;
        return {
          data: {
            stageArn,
            totalViewers: present,
            activeViewers: present,
            viewers: viewers.map((viewer) => ({
              userId: viewer.userId,
              participantId: viewer.participantId,
              joinedAt: new Date(viewer.joinedAt).toISOString(),
              lastHeartbeatAt: new Date(wallTimeOf(viewer, viewer.lastHeartbeatMs)).toISOString(),
              watchDurationSeconds: secondsOf(openMs(viewer)),
            })),
            nextCursor: page.length > limit && last ? encodeCursor('viewers', run, last.joinNumber) : null,
          },
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/viewer/duration',
      summary: 'How long somebody has watched a stage, all sessions together',
      tag: 'reading',
      query: durationQuerySchema,
      answer: { kind: 'data', schema: durationDataSchema },
      failures: ['RATE_LIMITED', 'STORE_UNAVAILABLE'],
      async handle(input) {
        const { userId, stageArn } = input.query;
        input.limit(userId);
        const endedMs = await store.watchedMs({ userId, stageArn });
        const watchDurationSeconds = secondsOf(endedMs + openMs(presence.find(stageArn, userId)));
        return {
          data: { userId, stageArn, watchDurationSeconds, watchDurationFormatted: clockText(watchDurationSeconds) },
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/viewer/history/{userId}',
      summary: "Somebody's sessions, newest first",
      tag: 'reading',
      params: userParams,
      query: historyQuerySchema,
      answer: { kind: 'data', schema: historyDataSchema },
      failures: ['RATE_LIMITED', 'STORE_UNAVAILABLE'],
      async handle(input) {
        const { userId } = input.params;
        const { limit } = input.query;
        input.limit(userId);
        const page = await store.history(userId, positionOf('history', input, 1)?.[0], limit + 1);
        const sessions = page.slice(0, limit);
        const last = sessions.at(-1);
        return {
          data: {
            sessions: sessions.map((session) => ({
              stageArn: session.stageArn,
              participantId: session.participantId,
              joinedAt: new Date(session.joinedAt).toISOString(),
              leftAt: session.endedAt === null ? null : new Date(session.endedAt).toISOString(),
              endReason: session.endReason,
              watchDurationSeconds: secondsOf(watchedMsOf(session, userId)),
            })),
            nextCursor: page.length > limit && last ? encodeCursor('history', last.sessionId) : null,
          },
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/viewer/stats/{stageArn}',
      summary: 'Views and watch time of the last days; the series is a point a minute over the last day of them',
      tag: 'reading',
      params: stageParams,
      query: viewerStatsQuerySchema,
      answer: { kind: 'data', schema: viewerStatsDataSchema },
      failures: ['STORE_UNAVAILABLE'],
      async handle({ params: { stageArn }, query: { days } }) {
        const now = clock.wallMs();
        const from = now - days * DAY_MS;
        const stats = await store.viewerStats(stageArn, { from, now, seriesFrom: Math.max(from, now - SERIES_MS) });
        const { totalViews, uniqueViewers, totalWatchMs, maxWatchMs, series } = stats;
        return {
          data: {
            stageArn,
            totalViews,
            uniqueViewers,
            avgWatchDuration: totalViews === 0 ? 0 : secondsOf(totalWatchMs / totalViews),
            maxWatchDuration: secondsOf(maxWatchMs),
            totalWatchTime: secondsOf(totalWatchMs),
            series: series.map(({ minuteAt, viewers }) => ({ minute: new Date(minuteAt).toISOString(), viewers })),
          },
        };
      },
    }),
  ];
}

/** @throws ApiError VALIDATION_ERROR for a cursor that is none of this list's */
export function positionOf(
  list: string,
  input: Pick<RouteInput<z.ZodType, z.ZodType<{ cursor?: string | undefined }>, z.ZodType>, 'query' | 'language'>,
  length: number,
): number[] | undefined {
  const { cursor } = input.query;
  if (cursor === undefined) return undefined;
  const position = decodeCursor(list, cursor, length);
  if (position === undefined) throw refuseField('cursor', 'invalid', hints.cursor, input.language());
  return position;
}

const secondsOf = (ms: number): number => Math.max(0, Math.floor(ms / 1000));

/** `HH:MM:SS`, hours as many as it takes. */
function clockText(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
