/** The viewing session's driver: owns the clock, performs what `decide` says, holds no opinion of its own. */
import { QUIT_GRACE_MS } from '../../shared/durations.ts';
import type { ClientLogEntry } from '../../shared/log.ts';
import type { StageCommand, StageEvent } from '../../shared/stage-events.ts';
import type { ViewingIntent, ViewingView } from '../../shared/viewing.ts';
import type { ApiClient } from '../api-client/api-client.ts';
import { performCall } from './api-calls.ts';
import type { AttentionSignal, AwayOn } from './attention.ts';
import { isIdle } from './call-queue.ts';
import { type Clock, systemClock } from './clock.ts';
import { decide } from './decide.ts';
import { createLogReporter } from './log-reporter.ts';
import { createRetryPolicy } from './retry-policy.ts';
import { logEntryOf } from './sdk-log.ts';
import { type Effect, initialState, type State, type ViewingEvent, type ViewingPolicy } from './state.ts';
import { nextDeadlineMs, viewOf } from './view.ts';

export interface ViewingSession {
  attention(signal: AttentionSignal): void;
  stageEvent(event: StageEvent): void;
  /** The renderer's stage has loaded and obeys from now on; also after each reload. */
  rendererReady(support: { supported: boolean }): void;
  rendererGone(): void;
  intent(intent: ViewingIntent): void;
  /** Leaves the present stage, if any, and watches this one from now on. */
  chooseStage(stageArn: string): void;
  /** From now on, a countdown that runs included. */
  setPolicy(policy: Omit<ViewingPolicy, 'retryDelayMs'>): void;
  view(): ViewingView;
  /** Disconnects and leaves; resolves when that is done, after 2 s at the latest. Never rejects. */
  quit(): Promise<void>;
}

export interface ViewingDeps {
  api: ApiClient;
  userId: string;
  /** The stage to watch; undefined: the service's default. */
  stageArn: string | undefined;
  /** The stage that was chosen at an earlier start; watched instead, if it still exists. */
  rememberedStageArn?: string | undefined;
  heartbeatIntervalMs: number;
  disconnectDelayMs: number;
  awayOn: AwayOn;
  sendCommand(command: StageCommand): void;
  onView(view: ViewingView): void;
  /** The renderer did not leave the stage when told: reload it, so that its connection dies. */
  resetRenderer(): void;
  clock?: Clock;
  retryDelayMs?: (failures: number) => number;
}

export function createViewingSession(deps: ViewingDeps): ViewingSession {
  const clock = deps.clock ?? systemClock;
  let policy: ViewingPolicy = {
    heartbeatIntervalMs: deps.heartbeatIntervalMs,
    disconnectDelayMs: deps.disconnectDelayMs,
    awayOn: deps.awayOn,
    retryDelayMs: deps.retryDelayMs ?? createRetryPolicy(),
  };
  const { userId, stageArn = null, rememberedStageArn } = deps;
  let state: State = {
    ...initialState,
    ...(rememberedStageArn === undefined || rememberedStageArn === stageArn
      ? { stageArn }
      : { stageArn: rememberedStageArn, fallback: { stageArn } }),
  };
  let cancelTimer: () => void = () => {};
  let onSettled: (() => void) | null = null;

  const reporter = createLogReporter({ clock, send: (group) => deps.api.report({ userId, ...group }) });

  function dispatch(event: ViewingEvent): void {
    // What is logged happened now, however long the effects before it take.
    const at = clock.wallTime();
    const step = decide(state, event, clock.nowMs(), policy);
    state = step.state;
    for (const effect of step.effects) perform(effect, at);
    arm();
    deps.onView(view());
    if (onSettled !== null && state.phase.kind === 'quit' && isIdle(state.calls)) onSettled();
  }

  function perform(effect: Effect, at: Date): void {
    switch (effect.kind) {
      case 'call':
        void performCall(deps.api, userId, effect.call).then((answer) =>
          dispatch({ type: 'api', id: effect.id, answer }),
        );
        return;
      case 'command':
        return deps.sendCommand(effect.command);
      case 'log':
        return note(effect.entry, at);
      case 'reset-renderer':
        return deps.resetRenderer();
    }
  }

  /** One timer for everything: it fires at the earliest deadline and looks again. */
  function arm(): void {
    cancelTimer();
    const nowMs = clock.nowMs();
    const deadlineMs = nextDeadlineMs(state, nowMs);
    cancelTimer =
      deadlineMs === null ? () => {} : clock.after(Math.max(0, deadlineMs - nowMs), () => dispatch({ type: 'tick' }));
  }

  function note(entry: Omit<ClientLogEntry, 'at'>, at: Date): void {
    reporter.note({ ...entry, at: at.toISOString() }, state.ticket);
  }

  function view(): ViewingView {
    return viewOf(state, clock.nowMs(), userId, policy);
  }

  function quit(): Promise<void> {
    return new Promise((resolve) => {
      const cancelGrace = clock.after(QUIT_GRACE_MS, () => {
        cancelTimer();
        resolve();
      });
      onSettled = () => {
        onSettled = null;
        void reporter.close().then(() => {
          cancelGrace();
          cancelTimer();
          resolve();
        });
      };
      dispatch({ type: 'quit' });
    });
  }

  return {
    attention: (signal) => dispatch({ type: 'attention', signal }),
    stageEvent(event) {
      const entry = logEntryOf(event);
      if (entry !== null) note(entry, clock.wallTime());
      dispatch({ type: 'stage', event });
    },
    rendererReady: ({ supported }) => dispatch({ type: 'renderer-ready', supported }),
    rendererGone: () => dispatch({ type: 'renderer-gone' }),
    intent: (intent) => dispatch({ type: 'intent', intent }),
    chooseStage: (stageArn) => dispatch({ type: 'choose-stage', stageArn }),
    setPolicy(changed) {
      policy = { ...policy, ...changed };
      dispatch({ type: 'policy-changed' });
    },
    view,
    quit,
  };
}
