/** What the tray shows of the viewing session: icon, tooltip and menu. Pure. */
import { assertNever } from '../../shared/assert-never.ts';
import type { Language } from '../../shared/settings.ts';
import type { ViewingView } from '../../shared/viewing.ts';
import { type TrayWords, trayWords } from './tray-words.ts';

/** `watching`: a picture of a live stage. `parked`: nothing is connected, nothing billed. `not-live`: no picture, and not by choice. */
export type TrayIcon = 'watching' | 'parked' | 'not-live';
export type TrayAction = 'show' | 'hide' | 'mute' | 'unmute' | 'watch' | 'stop' | 'quit';
export type TrayItem =
  | { kind: 'line'; label: string }
  | { kind: 'action'; action: TrayAction; label: string }
  | { kind: 'separator' };

export interface TrayView {
  icon: TrayIcon;
  tooltip: string;
  items: TrayItem[];
}

export interface TrayFacts {
  view: ViewingView;
  /** How long ago `view` was told: its countdown has gone on since. */
  viewAgeMs: number;
  /** Somebody publishes on the stage; null: not known. */
  live: boolean | null;
  /** The window can be seen, or at least found on the task bar. */
  shown: boolean;
  muted: boolean;
  language: Language;
}

/** A menu that is open is drawn anew with each step: often enough to count on, seldom enough to click. */
const COUNTDOWN_STEP_S = 5;

export function trayView({ view, viewAgeMs, live, shown, muted, language }: TrayFacts): TrayView {
  const words = trayWords[language];
  const status = statusOf(view, viewAgeMs, live, words);
  return {
    icon: iconOf(view, live),
    tooltip: `Stagewatch: ${status}`,
    items: [
      { kind: 'line', label: status },
      { kind: 'separator' },
      shown
        ? { kind: 'action', action: 'hide', label: words.hide }
        : { kind: 'action', action: 'show', label: words.show },
      muted
        ? { kind: 'action', action: 'unmute', label: words.unmute }
        : { kind: 'action', action: 'mute', label: words.mute },
      connects(view)
        ? { kind: 'action', action: 'stop', label: words.stop }
        : { kind: 'action', action: 'watch', label: words.watch },
      { kind: 'separator' },
      { kind: 'action', action: 'quit', label: words.quit },
    ],
  };
}

/** Connected, or on the way to be: what "stop watching" would end. */
function connects({ phase }: ViewingView): boolean {
  switch (phase) {
    case 'joining':
    case 'rejoining':
    case 'watching':
    case 'away':
    case 'retrying':
      return true;
    case 'signed-out':
    case 'disconnecting':
    case 'parked':
    case 'ended':
      return false;
    default:
      return assertNever(phase);
  }
}

function iconOf({ phase }: ViewingView, live: boolean | null): TrayIcon {
  switch (phase) {
    case 'watching':
    case 'away':
      return live === false ? 'not-live' : 'watching';
    case 'disconnecting':
    case 'parked':
      return 'parked';
    case 'signed-out':
    case 'joining':
    case 'rejoining':
    case 'retrying':
    case 'ended':
      return 'not-live';
    default:
      return assertNever(phase);
  }
}

function statusOf(view: ViewingView, viewAgeMs: number, live: boolean | null, words: TrayWords): string {
  switch (view.phase) {
    case 'signed-out':
      return words.signedOut;
    case 'joining':
    case 'rejoining':
      return words.joining;
    case 'watching':
      if (view.reconnecting !== null) return words.reconnecting;
      return live === false ? words.nobodyPublishes : words.watching;
    case 'away':
      return words.away(secondsLeft(view.disconnectInMs - viewAgeMs));
    case 'disconnecting':
      return words.disconnecting;
    case 'parked':
      return words.parked;
    case 'retrying':
      return words.retrying;
    case 'ended':
      return words.ended[view.reason];
    default:
      return assertNever(view);
  }
}

const secondsLeft = (leftMs: number): number =>
  Math.max(0, Math.ceil(leftMs / 1000 / COUNTDOWN_STEP_S)) * COUNTDOWN_STEP_S;
