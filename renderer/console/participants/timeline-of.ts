/**
 * One participant's story in one order. The log's ids are the order of arrival and our own clock's word; what a client
 * or AWS tells later is put where it happened. Oldest first.
 */
import type { AwsEvent } from '../../../shared/api.ts';
import type { LogEntry, LogSource, LogType } from '../../../shared/log.ts';
import { awsLogTypes } from '../../../shared/log-types.ts';

export type TimelineItem =
  | {
      kind: 'entry';
      key: string;
      atMs: number;
      source: LogSource;
      type: LogType;
      /** Came to us at least this much later than it happened; null: in time. */
      lateMs: number | null;
      entry: LogEntry;
      /** What AWS's error code means, in the user's language. */
      explanation: string | null;
    }
  /** The last sign of life before the sweep, or before the silence that goes on. */
  | { kind: 'last-heartbeat'; key: string; atMs: number; source: 'sweep'; silentNow: boolean }
  /** Nothing at all for this long. */
  | { kind: 'gap'; key: string; atMs: number; forMs: number }
  /** Our own clock was set back: the times above and below do not compare. */
  | { kind: 'clock-set-back'; key: string; atMs: number; byMs: number };

export interface TimelineInput {
  /** In any order, each perhaps more than once. */
  entries: readonly LogEntry[];
  /** As AWS answered about one participant, where it was asked. */
  aws: { participantId: string; events: readonly AwsEvent[] } | null;
  /** Somebody present of whom nothing has been heard since then (wall clock, ms). */
  silentSinceMs: number | null;
}

/** Less than this is the usual time on the way: reports are gathered for half a second. */
export const LATE_MS = 10_000;
/** AWS is asked now and then; that it tells a minute later is no news. */
export const AWS_LATE_MS = 120_000;
export const GAP_MS = 5 * 60_000;
/** Less than this is a clock being put right by the network. */
const SET_BACK_MS = 2_000;

type EntryItem = Extract<TimelineItem, { kind: 'entry' }>;

export function timelineOf({ entries, aws, silentSinceMs }: TimelineInput): TimelineItem[] {
  const known = [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort((a, b) => a.id - b.id);
  const items: TimelineItem[] = [];
  /** The newest that our own clock has said since it was last set back. */
  let clockMs = Number.NEGATIVE_INFINITY;
  /** Nothing is put before this place: the clock was set back there. */
  let floor = 0;

  for (const entry of known) {
    const item = itemOf(entry);
    if (isOurs(entry.source)) {
      if (item.atMs < clockMs - SET_BACK_MS) {
        items.push({ kind: 'clock-set-back', key: `clock ${entry.id}`, atMs: item.atMs, byMs: clockMs - item.atMs });
        floor = items.length;
        clockMs = item.atMs;
      }
      clockMs = Math.max(clockMs, item.atMs);
      const lastHeartbeatAt = entry.details.lastHeartbeatAt;
      if (typeof lastHeartbeatAt === 'string') insert(items, floor, lastHeartbeat(entry, Date.parse(lastHeartbeatAt)));
    } else {
      const waitedMs = Math.max(clockMs - item.atMs, Date.parse(entry.at) - item.atMs, toldLateMs(entry));
      if (waitedMs > (entry.source === 'aws' ? AWS_LATE_MS : LATE_MS)) item.lateMs = waitedMs;
    }
    insert(items, floor, item);
  }
  if (aws) for (const item of untoldOf(aws, items)) insert(items, floor, item);
  if (silentSinceMs !== null) {
    insert(items, floor, {
      kind: 'last-heartbeat',
      key: 'silent',
      atMs: silentSinceMs,
      source: 'sweep',
      silentNow: true,
    });
  }
  return withGaps(items);
}

/** These are written as they happen, by the clock that gives the log its times; clients and AWS tell afterwards. */
const isOurs = (source: LogSource) => source !== 'viewer' && source !== 'sdk' && source !== 'aws';

function itemOf(entry: LogEntry): EntryItem {
  const { id, source, type, details } = entry;
  return {
    kind: 'entry',
    key: String(id),
    atMs: happenedAtMs(entry),
    source,
    type,
    lateMs: null,
    entry,
    explanation: explanationIn(details),
  };
}

const explanationIn = ({ explanation }: LogEntry['details']) => (typeof explanation === 'string' ? explanation : null);

/** AWS says itself when it was; of a client the service has judged already whether its clock can be believed. */
function happenedAtMs({ at, source, details }: LogEntry): number {
  const awsAtMs = source === 'aws' && typeof details.awsAt === 'string' ? Date.parse(details.awsAt) : Number.NaN;
  return Number.isNaN(awsAtMs) ? Date.parse(at) : awsAtMs;
}

/** What the service says of a report's lateness; nothing where it took the time of receipt instead of the client's. */
function toldLateMs({ at, details: { lateMs, clientAt } }: LogEntry): number {
  return typeof lateMs === 'number' && clientAt === at ? lateMs : 0;
}

const lastHeartbeat = ({ id }: LogEntry, atMs: number): TimelineItem => ({
  kind: 'last-heartbeat',
  key: `heartbeat ${id}`,
  atMs,
  source: 'sweep',
  silentNow: false,
});

/** After all that happened before it or in the same moment; most belong at the end. */
function insert(items: TimelineItem[], floor: number, item: TimelineItem): void {
  let place = items.length;
  while (place > floor && items[place - 1]!.atMs > item.atMs) place -= 1;
  items.splice(place, 0, item);
}

/** What AWS answered and the log does not have yet; what it has learns what the error code means. */
function untoldOf(aws: NonNullable<TimelineInput['aws']>, items: readonly TimelineItem[]): EntryItem[] {
  const told = new Map(
    items.flatMap((item) => (item.kind === 'entry' && item.source === 'aws' ? [[awsKey(item.entry), item]] : [])),
  );
  return aws.events.flatMap((event, index): EntryItem[] => {
    const type = awsTypeOf(event.name);
    if (type === null) return [];
    const entry = entryOf(event, type, aws.participantId, -1 - index);
    const known = told.get(awsKey(entry));
    if (known) known.explanation ??= event.explanation;
    return known ? [] : [{ ...itemOf(entry), key: `aws ${index}`, explanation: event.explanation }];
  });
}

const awsKey = ({ participantId, type, at, details }: LogEntry) =>
  `${participantId} ${type} ${Date.parse(typeof details.awsAt === 'string' ? details.awsAt : at)} ${details.remoteParticipantId ?? ''}`;

/** `PUBLISH_STARTED` is `aws.publish-started` in the log. */
function awsTypeOf(name: string): LogType | null {
  const type = `aws.${name.toLowerCase().replaceAll('_', '-')}`;
  return awsLogTypes.find((each) => each === type) ?? null;
}

const entryOf = (event: AwsEvent, type: LogType, participantId: string, id: number): LogEntry => ({
  id,
  at: event.at,
  source: 'aws',
  type,
  stageArn: null,
  userId: null,
  participantId,
  reason: null,
  details: {
    awsAt: event.at,
    ...(event.errorCode === null ? {} : { errorCode: event.errorCode }),
    ...(event.remoteParticipantId === null ? {} : { remoteParticipantId: event.remoteParticipantId }),
  },
});

function withGaps(items: readonly TimelineItem[]): TimelineItem[] {
  return items.flatMap((item, index): TimelineItem[] => {
    const before = items[index - 1];
    if (!before || before.kind === 'clock-set-back' || item.kind === 'clock-set-back') return [item];
    const forMs = item.atMs - before.atMs;
    return forMs < GAP_MS ? [item] : [{ kind: 'gap', key: `gap ${item.key}`, atMs: before.atMs, forMs }, item];
  });
}
