/** Which of all that happens is worth a notification: few, and none twice within ten minutes. Pure. */
import type { StageEvent } from '../../../shared/api.ts';
import type { Notice } from '../../../shared/ipc.ts';
import type { LogEntry } from '../../../shared/log.ts';
import type { ViewingView } from '../../../shared/viewing.ts';

/** The last part of an ARN says more to people than the ARN; null: unknown. */
export type Notable =
  | { kind: 'live-again'; stage: string }
  | { kind: 'removed' }
  | { kind: 'over-budget'; stage: string }
  | { kind: 'update'; version: string }
  | { kind: 'backup-failed' };

export type NotableEvent =
  | { kind: 'view'; view: ViewingView }
  | { kind: 'stage'; event: StageEvent }
  | { kind: 'log'; entry: LogEntry }
  | { kind: 'notice'; notice: Notice };

export interface NotificationState {
  phase: ViewingView['phase'];
  stageArn: string | null;
  /** The stages on which somebody published, or not, when that was last known for certain. */
  live: Readonly<Record<string, boolean>>;
  /** When each kind was last told. */
  toldAtMs: Readonly<Partial<Record<Notable['kind'], number>>>;
}

export const initialNotifications: NotificationState = { phase: 'signed-out', stageArn: null, live: {}, toldAtMs: {} };

/** A kind is told again after this at the earliest; what happens in between is in the console. */
export const QUIET_MS = 10 * 60_000;

/** @param nowMs monotonic */
export function decideNotification(
  state: NotificationState,
  event: NotableEvent,
  nowMs: number,
): { state: NotificationState; notable: Notable | null } {
  const notable = notableIn(state, event);
  const known = withKnown(state, event);
  if (notable === null) return { state: known, notable: null };
  const toldAtMs = state.toldAtMs[notable.kind];
  if (toldAtMs !== undefined && nowMs - toldAtMs < QUIET_MS) return { state: known, notable: null };
  return { state: { ...known, toldAtMs: { ...known.toldAtMs, [notable.kind]: nowMs } }, notable };
}

function notableIn(state: NotificationState, event: NotableEvent): Notable | null {
  switch (event.kind) {
    case 'view': {
      const { view } = event;
      const removed = view.phase === 'ended' && view.reason === 'removed' && state.phase !== 'ended';
      return removed ? { kind: 'removed' } : null;
    }
    case 'stage': {
      const { stageArn, publishing } = event.event;
      const back = publishing.state === 'live' && state.live[stageArn] === false;
      // Whoever watches sees it.
      const unseen = state.phase === 'parked' || state.phase === 'away' || state.phase === 'disconnecting';
      return back && unseen && stageArn === state.stageArn ? { kind: 'live-again', stage: nameOf(stageArn) } : null;
    }
    case 'log': {
      const { type, stageArn } = event.entry;
      if (type === 'cost.over-budget') return { kind: 'over-budget', stage: nameOf(stageArn ?? '') };
      return type === 'service.backup-failed' ? { kind: 'backup-failed' } : null;
    }
    case 'notice': {
      const { kind, values } = event.notice;
      if (kind !== 'update-there' && kind !== 'update-coming') return null;
      return { kind: 'update', version: String(values.version) };
    }
  }
}

function withKnown(state: NotificationState, event: NotableEvent): NotificationState {
  if (event.kind === 'view') return { ...state, phase: event.view.phase, stageArn: event.view.stageArn };
  if (event.kind !== 'stage') return state;
  const { stageArn, publishing } = event.event;
  // That it is not known any more says nothing: what was known before counts.
  if (publishing.state === 'unknown') return state;
  return { ...state, live: { ...state.live, [stageArn]: publishing.state === 'live' } };
}

const nameOf = (stageArn: string): string => stageArn.split('/').at(-1) ?? '';
