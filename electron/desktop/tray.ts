/** The tray's icon and menu. Where a desktop has no tray the system shows nothing of it, and nothing else changes. */
import { type BrowserWindow, Menu, nativeImage, Tray } from 'electron';
import type { StageEvent } from '../../shared/api.ts';
import { assertNever } from '../../shared/assert-never.ts';
import type { Language } from '../../shared/settings.ts';
import type { ViewingView } from '../../shared/viewing.ts';
import type { ViewingSession } from '../viewing/session.ts';
import { bringForward } from './bring-forward.ts';
import { trayPictures } from './tray-pictures.ts';
import { type TrayAction, type TrayIcon, type TrayView, trayView } from './tray-view.ts';

/** Countdown, language and sound: what is shown is never older. */
const REFRESH_MS = 1_000;

export interface TrayDeps {
  window: BrowserWindow;
  viewing: Pick<ViewingSession, 'view' | 'attention' | 'intent'>;
  language(): Language;
  isMuted(): boolean;
  setMuted(muted: boolean): void;
  quit(): void;
}

export interface DesktopTray {
  onView(view: ViewingView): void;
  onStage(event: StageEvent): void;
  dispose(): void;
}

export function setupTray({ window, viewing, language, isMuted, setMuted, quit }: TrayDeps): DesktopTray {
  const tray = new Tray(picture('not-live'));
  let view = viewing.view();
  let viewAtMs = performance.now();
  const live = new Map<string, boolean | null>();
  let shown = '';

  function perform(action: TrayAction): void {
    switch (action) {
      case 'show':
        return bringForward(window);
      case 'hide':
        return window.hide();
      case 'mute':
      case 'unmute':
        return setMuted(action === 'mute');
      case 'watch':
        viewing.attention({ type: 'watch' });
        if (view.phase === 'ended') viewing.intent('start-again');
        return bringForward(window);
      case 'stop':
        return viewing.attention({ type: 'stop' });
      case 'quit':
        return quit();
      default:
        return assertNever(action);
    }
  }

  function refresh(): void {
    const next = trayView({
      view,
      viewAgeMs: performance.now() - viewAtMs,
      live: (view.stageArn === null ? null : live.get(view.stageArn)) ?? null,
      shown: window.isVisible() || window.isMinimized(),
      muted: isMuted(),
      language: language(),
    });
    // Setting a menu closes the one that is open: only for what changed.
    if (JSON.stringify(next) === shown) return;
    shown = JSON.stringify(next);
    draw(next);
  }

  function draw({ icon, tooltip, items }: TrayView): void {
    tray.setImage(picture(icon));
    tray.setToolTip(tooltip);
    tray.setContextMenu(
      Menu.buildFromTemplate(
        items.map((item) => {
          switch (item.kind) {
            case 'line':
              return { label: item.label, enabled: false };
            case 'separator':
              return { type: 'separator' as const };
            default:
              return {
                label: item.label,
                click() {
                  perform(item.action);
                  refresh();
                },
              };
          }
        }),
      ),
    );
  }

  tray.on('click', () => bringForward(window));
  const refreshing = setInterval(refresh, REFRESH_MS);
  refresh();
  return {
    onView(now) {
      view = now;
      viewAtMs = performance.now();
      refresh();
    },
    onStage({ stageArn, publishing }) {
      live.set(stageArn, publishing.state === 'unknown' ? null : publishing.state === 'live');
      refresh();
    },
    dispose() {
      clearInterval(refreshing);
      tray.destroy();
    },
  };
}

function picture(icon: TrayIcon): Electron.NativeImage {
  const { single, double } = trayPictures[icon];
  const image = nativeImage.createFromDataURL(single);
  image.addRepresentation({ scaleFactor: 2, dataURL: double });
  return image;
}
