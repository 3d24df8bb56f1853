import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Bridge, Hello, Notice } from '../../shared/ipc.ts';
import type { ViewingIntent } from '../../shared/viewing.ts';
import type { NeverLess } from '../console/ledger.ts';
import type { MediaStore, StageMedia } from '../stage/media-store.ts';
import type { Playback } from '../stage/playback.ts';
import type { QualityStore } from '../stage/quality-poll.ts';
import type { Asking } from '../state/asking.ts';
import type { Live } from '../state/live-driver.ts';
import type { LiveState, LiveStore } from '../state/live-store.ts';
import type { LogExport } from '../state/log-export.ts';
import type { Participants } from '../state/participants-driver.ts';
import type { PreferencesControl } from '../state/preferences-store.ts';
import type { SupportBundle } from '../state/support-bundle.ts';
import type { ReceivedView, ViewingStore } from '../state/viewing-store.ts';
import type { ShortcutBindings } from './shortcuts.ts';

/** Everything that lives outside React; components read the stores and call these. */
export interface Services {
  bridge: Bridge;
  hello: Hello;
  viewing: ViewingStore;
  media: MediaStore;
  playback: Playback;
  quality: QualityStore;
  preferences: PreferencesControl;
  live: Live;
  liveStore: LiveStore;
  participants: Participants;
  /** Of the totals, for as long as this page lives. */
  neverLess: NeverLess;
  notices: StoreApi<readonly Notice[]>;
  /** Kiosk mode: on from the start until it is left. */
  kiosk: StoreApi<boolean>;
  bindings: ShortcutBindings;
  asking: Asking;
  logExport: LogExport;
  supportBundle: SupportBundle;
  /** What is shown is a support bundle's, for reading alone: nothing leads from it to what runs here. */
  inBundle: boolean;
  intend(intent: ViewingIntent): void;
  /** Watches this stage instead, now and at later starts. */
  chooseStage(stageArn: string): void;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('No services above this component');
  return services;
}

export const useViewing = <T>(select: (received: ReceivedView) => T): T => useStore(useServices().viewing, select);
export const useMedia = <T>(select: (media: StageMedia) => T): T => useStore(useServices().media, select);
export const useLive = <T>(select: (live: LiveState) => T): T => useStore(useServices().liveStore, select);
