import { assertNever } from '../../shared/assert-never.ts';
import type { StageCommand, StageEvent } from '../../shared/stage-events.ts';
import { type MediaStore, patchPublisher } from './media-store.ts';
import { createPublishers, type Publishers } from './publishers.ts';
import { listenToStage, type StageFactory, type StageLike, type StageStreamLike } from './sdk-events.ts';
import { type SdkSignal, subscriptionStateOf, translate } from './translate.ts';

export interface StageClientOptions {
  createStage: StageFactory;
  media: MediaStore;
  createStream: () => MediaStream;
  report: (event: StageEvent) => void;
  /** Called while the last picture is still on screen, right before it goes. */
  freeze: () => void;
  /** Monotonic, in milliseconds. */
  now: () => number;
  /** Returns its disposer. */
  after?: (delayMs: number, callback: () => void) => () => void;
}

export interface StageClient {
  /** Does as the main process says; never throws, failures are reported as events. */
  obey(command: StageCommand): void;
  /** Playback presented a publisher's first frame. */
  framePresented(participantId: string): void;
  /** The SDK's streams of the publishers, for its quality statistics. */
  streams(): ReadonlyMap<string, readonly StageStreamLike[]>;
}

/** A Stage that exists now. The token went into its constructor and is kept nowhere. */
interface Connection {
  attempt: number;
  connectedAt: number;
  stage: StageLike | null;
  stopListening: () => void;
  publishers: Publishers;
  /** `join()` has not settled: until then the SDK's leave() does nothing (1.41), and nothing else stops it. */
  joining: boolean;
  leaving: boolean;
  playing: boolean;
}

/**
 * Owns the SDK's Stage, outside React: at most one exists at any time. `connect` closes an earlier one first;
 * `disconnect` freezes the picture and leaves. Each end of a connection is reported as exactly one `left`
 * (or `join-failed`), also when there was nothing to disconnect, so that the main process never waits in vain.
 * Told to leave while it joins, it leaves as soon as the join has settled and says `left` only then: until then we
 * may be connected and pay, and the main process, which waits a second, does right to reload the page.
 */
export function createStageClient(options: StageClientOptions): StageClient {
  const { media, report, freeze, now } = options;
  let current: Connection | null = null;
  /** A connect that waits for the Stage before it to go. */
  let next: Extract<StageCommand, { kind: 'connect' }> | null = null;

  const tell = (signal: SdkSignal, attempt: number) => {
    const event = translate(signal, attempt);
    if (event) report(event);
  };

  function connect(command: Extract<StageCommand, { kind: 'connect' }>): void {
    if (current) leave(current);
    if (current) {
      next = command;
      return;
    }
    const { attempt, token } = command;
    const connection: Connection = {
      attempt,
      connectedAt: now(),
      stage: null,
      stopListening: () => {},
      publishers: createPublishers(
        media,
        options.createStream,
        (participant, publishing, live) => tell({ kind: 'publisher', participant, publishing, live }, attempt),
        options.after,
      ),
      joining: true,
      leaving: false,
      playing: false,
    };
    current = connection;
    media.setState({ attempt, connection: 'connecting', joined: false, publishers: [] });
    try {
      connection.stage = options.createStage(token);
    } catch (error) {
      fail(connection, error);
      return;
    }
    connection.stopListening = listenToStage(connection.stage, handlersOf(connection));
    connection.stage.join().then(
      () => {
        connection.joining = false;
        if (current !== connection) return;
        if (connection.leaving) return leaveNow(connection);
        media.setState({ joined: true });
        tell({ kind: 'joined' }, attempt);
      },
      (error: unknown) => {
        connection.joining = false;
        if (current !== connection) return;
        if (connection.leaving) close(connection, 'user-initiated');
        else fail(connection, error);
      },
    );
  }

  function disconnect(attempt: number): void {
    if (next && next.attempt <= attempt) {
      next = null;
      tell({ kind: 'left', reason: 'user-initiated' }, attempt);
    }
    if (current && current.attempt <= attempt) leave(current);
    else if (!current) tell({ kind: 'left', reason: 'user-initiated' }, attempt);
  }

  function handlersOf(connection: Connection): Parameters<typeof listenToStage>[1] {
    const { attempt, publishers } = connection;
    const alive = () => current === connection;
    return {
      connection(state) {
        if (!alive()) return;
        const event = translate({ kind: 'connection', state }, attempt);
        if (event?.type !== 'connection') return;
        media.setState({ connection: event.state });
        report(event);
      },
      left(reason) {
        if (alive()) close(connection, reason);
      },
      error(error) {
        if (alive()) tell({ kind: 'error', error, received: reception().received }, attempt);
      },
      publishing(participant, isPublishing) {
        if (!alive() || connection.leaving || participant.isLocal) return;
        if (!isPublishing) freeze();
        publishers.set(participant, isPublishing);
      },
      subscription(participant, state) {
        if (!alive() || connection.leaving) return;
        const subscription = subscriptionStateOf(state);
        if (subscription === null) return;
        patchPublisher(media, participant.id, { subscription });
        tell({ kind: 'subscription', participant, state, ...reception() }, attempt);
      },
      streamsAdded(participant, streams) {
        if (alive() && !connection.leaving) publishers.addStreams(participant, streams);
      },
      streamsRemoved(participant, streams) {
        if (!alive() || connection.leaving) return;
        freeze();
        publishers.removeStreams(participant, streams);
      },
      muteChanged(participant) {
        if (alive() && !connection.leaving) publishers.mutedChanged(participant);
      },
    };
  }

  /** Of the publishers there are now: how many are received or being asked for, and how many the SDK has given up. */
  function reception(): { received: number; failed: number } {
    const { publishers } = media.getState();
    const failed = publishers.filter(({ subscription }) => subscription === 'errored').length;
    return { received: publishers.length - failed, failed };
  }

  function refresh(attempt: number): void {
    if (current?.attempt !== attempt || current.leaving || current.joining) return;
    current.stage?.refreshStrategy();
  }

  function leave(connection: Connection): void {
    if (connection.leaving) return;
    freeze();
    connection.leaving = true;
    if (!connection.joining) leaveNow(connection);
  }

  /** The SDK says STAGE_LEFT from within leave(); should it not, we say it. */
  function leaveNow(connection: Connection): void {
    connection.stage?.leave();
    if (current === connection) close(connection, 'user-initiated');
  }

  function fail(connection: Connection, error: unknown): void {
    end(connection);
    tell({ kind: 'join-failed', error }, connection.attempt);
    goOn();
  }

  function close(connection: Connection, reason: string): void {
    if (!connection.leaving) freeze();
    end(connection);
    tell({ kind: 'left', reason }, connection.attempt);
    goOn();
  }

  function goOn(): void {
    const waiting = next;
    next = null;
    if (waiting && !current) connect(waiting);
  }

  function end(connection: Connection): void {
    connection.stopListening();
    connection.publishers.clear();
    current = null;
    media.setState({ attempt: null, connection: 'disconnected', joined: false, publishers: [] });
  }

  return {
    obey(command) {
      switch (command.kind) {
        case 'connect':
          connect(command);
          return;
        case 'refresh':
          refresh(command.attempt);
          return;
        case 'disconnect':
          disconnect(command.attempt);
          return;
        default:
          assertNever(command);
      }
    },
    framePresented(participantId) {
      const connection = current;
      if (!connection?.publishers.has(participantId)) return;
      patchPublisher(media, participantId, { hasFrame: true });
      if (!connection.playing) {
        connection.playing = true;
        tell({ kind: 'first-frame', sinceConnectMs: now() - connection.connectedAt }, connection.attempt);
      }
      connection.publishers.pictureShown(participantId);
    },
    streams: () => current?.publishers.streams() ?? new Map(),
  };
}
