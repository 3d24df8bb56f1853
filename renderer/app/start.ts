import { createStore } from 'zustand/vanilla';
import type { Bridge, Hello, Notice } from '../../shared/ipc.ts';
import { createNeverLess } from '../console/ledger.ts';
import { createMediaStore } from '../stage/media-store.ts';
import { createPlayback, type Playback } from '../stage/playback.ts';
import { createQualityStore, pollQuality } from '../stage/quality-poll.ts';
import { createSubscribeOnlyStage, isStageSupported } from '../stage/sdk.ts';
import { createStageClient } from '../stage/stage-client.ts';
import { createAsking } from '../state/asking.ts';
import { startLive } from '../state/live-driver.ts';
import { createLiveStore } from '../state/live-store.ts';
import { createLogExport } from '../state/log-export.ts';
import { startParticipants } from '../state/participants-driver.ts';
import { createPreferences } from '../state/preferences-store.ts';
import { afterAnswer } from '../state/store-trouble.ts';
import { createSupportBundle } from '../state/support-bundle.ts';
import { createViewingStore } from '../state/viewing-store.ts';
import { currentPlace, onPlaceChange, showsStage } from './route.ts';
import type { Services } from './services.ts';
import { createShortcutBindings } from './shortcuts.ts';

const now = () => performance.now();
const isVisible = () => document.visibilityState === 'visible';
/** A picture that is on its way goes first: nothing is asked for this long after a connect or a return into sight. */
const PICTURE_FIRST_MS = 700;

/** Wires what lives outside React. The stage obeys before anything is drawn: nobody waits for the console. */
export function startServices(bridge: Bridge, hello: Hello): Services {
  /** A refused payload is a bug of ours: said where a developer sees it, never a reason to stop. */
  const send = (sending: Promise<unknown>) => {
    sending.catch((error: unknown) => console.error(error));
  };

  const preferences = createPreferences(bridge, hello.preferences);
  bridge.on('app:preferences', (kept) => preferences.store.setState(kept));
  const media = createMediaStore();
  const quality = createQualityStore();
  const playback: Playback = createPlayback({
    media,
    preferences: preferences.store,
    onFrame: (participantId) => stage.framePresented(participantId),
  });
  const stage = createStageClient({
    createStage: createSubscribeOnlyStage,
    media,
    createStream: () => new MediaStream(),
    report: (event) => send(bridge.invoke('viewing:stage-event', event)),
    freeze: () => playback.freeze(),
    now,
  });
  pollQuality({ store: quality, media, streams: stage.streams, now });

  const viewing = createViewingStore(hello.viewing, now());
  bridge.on('viewing:view', (view) => viewing.setState({ view, receivedAtMs: now() }, true));
  let quietFromMs = Number.NEGATIVE_INFINITY;
  bridge.on('viewing:command', (command) => {
    stage.obey(command);
    if (command.kind === 'connect') quietFromMs = now();
  });
  document.addEventListener('visibilitychange', () => {
    quietFromMs = now();
  });
  const mayAsk = () => isVisible() && now() - quietFromMs >= PICTURE_FIRST_MS;

  const notices = createStore<readonly Notice[]>(() => hello.notices);
  bridge.on('app:notice', (notice) => notices.setState([...notices.getState(), notice], true));

  const kiosk = createStore(() => hello.kiosk);
  bridge.on('kiosk:active', (active) => kiosk.setState(active, true));
  const isConsole = () => !kiosk.getState();
  const stageOnScreen = () => kiosk.getState() || showsStage(currentPlace().route);
  const tellPanel = () => send(bridge.invoke('viewing:panel', { onScreen: stageOnScreen() }));
  onPlaceChange(tellPanel);
  kiosk.subscribe(tellPanel);
  tellPanel();
  send(bridge.invoke('viewing:ready', { supported: isStageSupported() }));

  const liveStore = createLiveStore();
  const live = startLive({
    bridge,
    store: liveStore,
    now,
    wallNow: () => Date.now(),
    mayAsk,
    isShown: isConsole,
  });
  const participants = startParticipants({ bridge, now, mayAsk, isShown: isConsole });
  const asking = createAsking({
    invoke: bridge.invoke,
    now,
    wallNow: () => Date.now(),
    mayAsk,
    onEnd: (code) => liveStore.setState(({ storeTrouble }) => ({ storeTrouble: afterAnswer(storeTrouble, code) })),
  });
  bridge.on('live:connected', (connected) => {
    if (connected) asking.refresh();
  });
  kiosk.subscribe(() => {
    live.refresh();
    participants.refresh();
  });
  bridge.on('live:presence', () => asking.refreshSoon('overview'));
  bridge.on('live:stage', () => asking.refreshSoon('stages'));

  return {
    bridge,
    hello,
    viewing,
    media,
    playback,
    quality,
    preferences,
    live,
    liveStore,
    participants,
    neverLess: createNeverLess(),
    notices,
    kiosk,
    bindings: createShortcutBindings(),
    asking,
    logExport: createLogExport(bridge),
    supportBundle: createSupportBundle(bridge),
    inBundle: false,
    intend: (intent) => send(bridge.invoke('viewing:intent', { intent })),
    chooseStage: (stageArn) => send(bridge.invoke('viewing:choose-stage', { stageArn })),
  };
}
