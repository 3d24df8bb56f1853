import type { PresenceEvent } from '../../shared/api.ts';
import type { ApiResult, Bridge } from '../../shared/ipc.ts';
import { answerOf } from './answer-of.ts';
import type { LiveStore } from './live-store.ts';
import { countsFrom } from './presence.ts';
import { afterAnswer, afterStatus } from './store-trouble.ts';

export interface Live {
  /** Shows one user's log beside the stage, or everybody's. */
  selectUser(userId: string | null): void;
  /** Fetches everything again, after an error. */
  refresh(): void;
  dispose(): void;
}

export interface LiveOptions {
  bridge: Bridge;
  store: LiveStore;
  now: () => number;
  wallNow: () => number;
  /** Not while nobody can see it, and not while a picture is on its way. */
  mayAsk: () => boolean;
  /** Not in kiosk mode, which shows nothing of it and is refused: `refresh()` when that ends. By default always. */
  isShown?: () => boolean;
}

/** Who comes and goes changes the pace of the costs: statistics are fetched anew this soon, once for a whole burst. */
const AFTER_CHANGE_MS = 250;
/** What costs by the minute brings no event: it is fetched again this often while somebody may see it. */
const REFRESH_MS = 5_000;

/** Keeps the live store true: first a snapshot, then events, and a new snapshot whenever the event stream comes back. */
export function startLive({ bridge, store, now, wallNow, mayAsk, isShown = () => true }: LiveOptions): Live {
  let disposed = false;
  let lastChangeAtMs = Number.NEGATIVE_INFINITY;
  let afterChange: ReturnType<typeof setTimeout> | undefined;

  const touch = () => store.setState({ asOfMs: wallNow() });

  async function ask<T>(question: Promise<ApiResult<T>>): Promise<ApiResult<T>> {
    const answer = await answerOf(question);
    if (disposed) return answer;
    if (answer.ok) touch();
    store.setState(({ storeTrouble }) => ({ storeTrouble: afterAnswer(storeTrouble, answer.ok ? null : answer.code) }));
    return answer;
  }

  async function refreshStats(): Promise<void> {
    const askedAtMs = now();
    const answer = await ask(bridge.invoke('api:stats'));
    if (!answer.ok || disposed) return;
    store.setState(({ stats, heldAtMs }) => ({
      // A pace measured across a change is nobody's.
      previousStats: heldAtMs === null ? stats : null,
      stats: { data: answer.data, atMs: now() },
      heldAtMs: lastChangeAtMs <= askedAtMs ? null : heldAtMs,
      counts: countsFrom(answer.data),
    }));
  }

  function hearPresence(event: PresenceEvent): void {
    const heardAtMs = now();
    touch();
    lastChangeAtMs = heardAtMs;
    store.setState(({ counts, heldAtMs }) => ({
      counts: { ...counts, [event.stageArn]: event.currentViewers },
      heldAtMs: heldAtMs ?? heardAtMs,
    }));
    afterChange ??= setTimeout(() => {
      afterChange = undefined;
      if (isShown() && mayAsk()) void refreshStats();
    }, AFTER_CHANGE_MS);
  }

  function refresh(): void {
    if (isShown()) void refreshStats();
  }

  const disposers = [
    bridge.on('live:presence', hearPresence),
    bridge.on('live:log', touch),
    bridge.on('live:status', (status) => {
      store.setState(({ storeTrouble }) => ({
        storeTrouble: afterStatus(storeTrouble, status),
        backups: status.backups ?? null,
      }));
    }),
    bridge.on('live:connected', (connected) => {
      store.setState({ connected });
      if (connected) refresh();
    }),
  ];
  const timer = setInterval(() => {
    if (isShown() && mayAsk()) void refreshStats();
  }, REFRESH_MS);
  refresh();

  return {
    selectUser: (userId) => store.setState({ selectedUserId: userId }),
    refresh,
    dispose() {
      disposed = true;
      clearInterval(timer);
      clearTimeout(afterChange);
      for (const dispose of disposers) dispose();
    },
  };
}
