/** A till on the bench: the real viewing session with a clock, an API and a renderer that the test holds in its hands. */
import type { ApiAnswer, ApiClient } from '../../electron/api-client/api-client.ts';
import type { AttentionSignal } from '../../electron/viewing/attention.ts';
import { createViewingSession, type ViewingDeps } from '../../electron/viewing/session.ts';
import type { ErrorCode } from '../../shared/api.ts';
import type { ClientLogEntry } from '../../shared/log.ts';
import { type SdkError, type StageCommand, type StageEvent, sdkErrorNames } from '../../shared/stage-events.ts';
import type { ViewingView } from '../../shared/viewing.ts';
import { createFakeClock, settle } from '../support/fake-clock.ts';

export const STAGE_ARN = 'arn:aws:ivs:us-west-2:000000000000:stage/Till';
type Call = { name: string; atMs: number; body: Record<string, unknown> };
type Failure = { code: ErrorCode | 'UNREACHABLE'; retryable: boolean };
type Outcome = 'ok' | 'never' | 'held' | Failure;

export function createTill(settings: Partial<ViewingDeps> = {}) {
  const clock = createFakeClock();
  const startMs = clock.nowMs();
  const calls: Call[] = [];
  const logged: ClientLogEntry[] = [];
  const commands: StageCommand[] = [];
  const outcomes = new Map<string, Outcome>();
  const held: { name: string; answer(failure?: Failure): void }[] = [];
  let resets = 0;
  let tokens = 0;
  /** How long the machine is busy with sending a call. */
  let sendingMs = 0;
  /** Whether the renderer joins and leaves as told; off: the test says what it does. */
  let obeys = true;
  /** Attempt numbers of the Stages that stand. */
  const standing = new Set<number>();

  function answer<T>(name: string, body: object, data: () => T): Promise<ApiAnswer<T>> {
    calls.push({ name, atMs: clock.nowMs() - startMs, body: { ...body } });
    clock.stall(sendingMs);
    const outcome = outcomes.get(name) ?? 'ok';
    if (outcome === 'never') return new Promise(() => {});
    if (outcome === 'held') {
      return new Promise((resolve) =>
        held.push({
          name,
          answer: (failure) =>
            resolve(failure ? { ok: false, message: `${name} failed`, ...failure } : { ok: true, data: data() }),
        }),
      );
    }
    if (outcome === 'ok') return Promise.resolve({ ok: true, data: data() });
    return Promise.resolve({ ok: false, message: `${name} failed`, ...outcome });
  }

  const api = {
    token: (body) =>
      answer('token', body, () => {
        tokens += 1;
        const participantId = `participant-${tokens}`;
        const expiresAt = new Date(clock.wallTime().getTime() + 86_400_000).toISOString();
        return {
          token: `token-${tokens}`,
          participantId,
          userId: body.userId,
          stageArn: body.stageArn ?? STAGE_ARN,
          expiresAt,
          expiresIn: 86_400,
          currentViewers: 1,
        };
      }),
    rejoin: (body) => answer('rejoin', body, () => ({ ...body, currentViewers: 1 })),
    heartbeat: (body) => answer('heartbeat', body, () => ({ currentViewers: 1, nextHeartbeatInMs: 30_000 })),
    leave: (body) => answer('leave', body, () => ({ currentViewers: 0 })),
    report: (body) => {
      const outcome = outcomes.get('report') ?? 'ok';
      if (outcome === 'ok') logged.push(...body.entries);
      return outcome === 'ok'
        ? Promise.resolve({ ok: true, data: { accepted: body.entries.length } })
        : Promise.resolve({ ok: false, code: 'UNREACHABLE', message: '', retryable: true });
    },
  } as Partial<ApiClient> as ApiClient;

  const session = createViewingSession({
    api,
    userId: 'till-1',
    stageArn: undefined,
    heartbeatIntervalMs: 30_000,
    disconnectDelayMs: 30_000,
    awayOn: 'blur',
    sendCommand(command) {
      commands.push(command);
      if (obeys) void Promise.resolve().then(() => obey(command));
    },
    onView: () => {},
    resetRenderer() {
      resets += 1;
      standing.clear();
    },
    clock,
    retryDelayMs: (failures) => failures * 1_000,
    ...settings,
  });

  function obey(command: StageCommand): void {
    const { attempt } = command;
    if (command.kind === 'refresh') return;
    if (command.kind === 'disconnect') {
      standing.delete(attempt);
      session.stageEvent({ type: 'left', attempt, reason: 'user-initiated' });
      return;
    }
    standing.add(attempt);
    session.stageEvent({ type: 'connection', attempt, state: 'connecting' });
    session.stageEvent({ type: 'connection', attempt, state: 'connected' });
    session.stageEvent({ type: 'joined', attempt });
  }

  const attempt = () => commands.findLast(({ kind }) => kind === 'connect')?.attempt ?? 0;

  return {
    session,
    clock,
    calls,
    commands,
    logged,
    api: (name: string, outcome: Outcome) => outcomes.set(name, outcome),
    /** Answers every call whose outcome was `held`. */
    release: async () => {
      for (const { answer: answerNow } of held.splice(0)) answerNow();
      await settle();
    },
    /** Refuses the calls of this name whose outcome was `held`. */
    refuse: (name: string, failure: Failure) => {
      for (const call of held.splice(0)) call.answer(call.name === name ? failure : undefined);
    },
    rendererObeys: () => {
      obeys = true;
    },
    rendererStopsObeying: () => {
      obeys = false;
    },
    /** What the Stage of the newest attempt says. */
    says: async (event: DistributiveOmit<StageEvent, 'attempt'>) => {
      if (event.type === 'left' || event.type === 'join-failed') standing.delete(attempt());
      session.stageEvent({ ...event, attempt: attempt() } as StageEvent);
      await settle();
    },
    attempt,
    sendingTakes: (ms: number) => {
      sendingMs = ms;
    },
    signal: async (signal: AttentionSignal) => {
      session.attention(signal);
      await settle();
    },
    /** Load the renderer and let it join. */
    start: async () => {
      session.rendererReady({ supported: true });
      await settle();
    },
    view: (): ViewingView => session.view(),
    phase: () => session.view().phase,
    connected: () => standing.size > 0,
    stagesStanding: () => standing.size,
    resets: () => resets,
    callsOf: (name: string) => calls.filter((call) => call.name === name),
    callNames: () => calls.map(({ name }) => name),
    clearCalls: () => calls.splice(0),
    typesLogged: () => logged.map(({ type }) => type),
  };
}

/** An error of the SDK, as the renderer reports it. */
export const sdkError = (code: number | null, category: SdkError['category']): SdkError => ({
  code,
  category,
  name: sdkErrorNames[code as keyof typeof sdkErrorNames] ?? 'Error',
  message: `why ${code}`,
});

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
