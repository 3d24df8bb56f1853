/** The embedded stand-in for Amazon IVS Real-Time, put together (docs/ivs-wire.md). */
import { type ClientFaults, createClientFaults } from './client-faults.ts';
import { createControlPlane } from './control/control-plane.ts';
import { createFaults, type Faults } from './control/faults.ts';
import { createEventsServer } from './events/events-server.ts';
import { listen, type StageServer } from './http/server.ts';
import { newSessionId } from './ids.ts';
import { type StageLogger, silentLogger } from './log.ts';
import type { MediaEngine } from './media/engine.ts';
import { createMediaServer } from './media/media-server.ts';
import { createPublicKeys, scopeOf } from './public-keys.ts';
import { createStageRecords } from './records.ts';
import { createRoom, type Room } from './room.ts';
import { DEFAULT_STAGE_ARN, isStageArn, stageIdOf } from './stage-arn.ts';
import { createResidentTestCard } from './test-card/resident-test-card.ts';
import { createTimers } from './timers.ts';
import { createTokens, generateStageKeyPair, type StageKeyPair } from './tokens.ts';

/** A client whose connection broke may come back within this before the others see it leave. */
const RECONNECT_GRACE_MS = 5_000;
const PING_INTERVAL_MS = 10_000;

export interface LocalStageOptions {
  /** Address to listen on; 127.0.0.1 by default. */
  host?: string;
  /** 0 (the default) picks a free one. */
  port?: number;
  stageArn?: string;
  /** Stages beside that one, without a test card. */
  otherStageArns?: readonly string[];
  /** Whether the test card publishes; true by default. Put out by an operator, it is back a second later. */
  testCard?: boolean;
  /** A fresh pair by default; with a former one, older tokens stay valid over a restart. */
  keyPair?: StageKeyPair;
  logger?: StageLogger;
  /** Wall clock in milliseconds since 1970. */
  now?: () => number;
  reconnectGraceMs?: number;
  /** How often events sockets are pinged; one that misses an answer is dead. */
  pingIntervalMs?: number;
}

export interface LocalStageFigures {
  /** TCP connections, events sockets among them. */
  connections: number;
  /** Events sockets. */
  sockets: number;
  /** WebRTC connections. */
  peers: number;
  participants: number;
  publications: number;
  subscriptions: number;
  /** Timers that are pending. */
  timers: number;
}

export interface LocalStage {
  /** `http://127.0.0.1:PORT`: the control plane's endpoint; tokens carry the others. */
  readonly endpoint: string;
  readonly stageArn: string;
  readonly keyPair: StageKeyPair;
  /**
   * Breaks off all events sockets and media, as when a server fails; clients come back by themselves, at once.
   * `silently`: media end without a word, as with a cut wire; clients then take some 15 s to notice.
   */
  cutSockets(options?: { silently?: boolean }): void;
  /** While true, nobody gets a connection. */
  refuseConnections(refuse: boolean): void;
  /** Makes control-plane operations fail. */
  failNext: Faults['order'];
  /** Makes joins and subscriptions fail, those of one stage or of all. */
  failClients: ClientFaults['order'];
  /** Takes back what is left of the orders given to `failClients`. */
  healClients(): void;
  /** Tells everybody who watches to go, with this code (`TOKEN_REUSED`, or one that nobody knows); tokens stay valid. */
  dismissClients(code: string, stageArn?: string): void;
  addStage(stageArn: string): void;
  /** Everybody is told and disconnected; the stage exists no more. The default stage, if none is named. */
  deleteStage(stageArn?: string): void;
  startTestCard(): void;
  stopTestCard(): void;
  figures(): LocalStageFigures;
  close(): Promise<void>;
}

/**
 * Starts a local stage in this thread.
 * @throws RangeError for a stage ARN that is none; the system's error (code EADDRINUSE, …) where the port can't be had
 */
export async function createLocalStage(options: LocalStageOptions = {}): Promise<LocalStage> {
  const {
    host = '127.0.0.1',
    port = 0,
    stageArn = DEFAULT_STAGE_ARN,
    otherStageArns = [],
    testCard = true,
    logger = silentLogger,
  } = options;
  const { now = Date.now, reconnectGraceMs = RECONNECT_GRACE_MS, pingIntervalMs = PING_INTERVAL_MS } = options;
  const keyPair = options.keyPair ?? (await generateStageKeyPair());

  const timers = createTimers();
  const rooms = new Map<string, Room>();
  const faults = createFaults();
  const clientFaults = createClientFaults();
  let server: StageServer | null = null;
  const authority = () => server?.authority ?? '';
  const endpoints = () => ({ eventsUrl: `ws://${authority()}`, whipUrl: `http://${authority()}` });

  const publicKeys = createPublicKeys(scopeOf(stageArn));
  const tokens = await createTokens(keyPair, endpoints, now, (arn) => publicKeys.get(arn)?.key ?? null);
  const engine = Promise.withResolvers<MediaEngine>();
  const shared = { rooms, tokens, timers, logger, faults: clientFaults };
  const events = createEventsServer({ ...shared, pingIntervalMs });
  const media = createMediaServer({ ...shared, engine: engine.promise });
  const control = createControlPlane({ rooms, tokens, publicKeys, now, endpoints }, faults, logger);

  function addStage(arn: string): void {
    if (!isStageArn(arn)) throw new RangeError(`${arn} is not the ARN of a stage.`);
    const records = createStageRecords({ now, newSessionId });
    rooms.set(arn, createRoom(arn, stageIdOf(arn), { records, timers, reconnectGraceMs }));
  }

  const card = createResidentTestCard(stageArn, () => rooms.get(stageArn), { engine: engine.promise, timers });

  for (const arn of [stageArn, ...otherStageArns]) addStage(arn);
  if (testCard) card.start();
  server = await listen(host, port, { control, events, media });
  const listening = server;
  engine.resolve(loadEngine());
  engine.promise.catch((error) => logger.error({ err: error }, 'The media engine could not be loaded.'));
  logger.info({ endpoint: `http://${listening.authority}`, stageArn }, 'The local stage is listening.');

  return {
    endpoint: `http://${listening.authority}`,
    stageArn,
    keyPair,
    cutSockets({ silently = false } = {}) {
      for (const room of rooms.values()) room.cut(silently);
    },
    refuseConnections: listening.refuseConnections,
    failNext: faults.order,
    failClients: clientFaults.order,
    healClients: clientFaults.heal,
    dismissClients(code, arn = stageArn) {
      rooms.get(arn)?.dismissAll(code, `${code} on order.`);
    },
    addStage,
    deleteStage(arn = stageArn) {
      rooms.get(arn)?.close('STAGE_DELETED', 'The stage was deleted.');
      rooms.delete(arn);
      if (arn === stageArn) card.stop(); // afterwards: the stage's end is all that anybody hears
    },
    startTestCard: card.start,
    stopTestCard: card.stop,
    figures() {
      const total = { participants: 0, publications: 0, subscriptions: 0 };
      for (const room of rooms.values()) {
        const figures = room.figures();
        total.participants += figures.participants;
        total.publications += figures.publications;
        total.subscriptions += figures.subscriptions;
      }
      return {
        connections: listening.openConnections,
        sockets: events.openSockets,
        peers: media.openPeers,
        ...total,
        timers: timers.pending,
      };
    },
    async close() {
      // The stage goes on to exist for those who watch it: to them this is a cut, and they try to come back.
      card.stop();
      for (const room of rooms.values()) room.cut(false);
      events.close();
      await media.close();
      await listening.close();
      timers.end();
      for (const room of rooms.values()) room.clear();
    },
  };
}

async function loadEngine(): Promise<MediaEngine> {
  const engine = await import('./media/engine.ts');
  await engine.warmUp();
  return engine;
}
