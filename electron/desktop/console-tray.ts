import type { StageEvent } from '../../shared/api.ts';
import type { ViewingView } from '../../shared/viewing.ts';
import type { DesktopTray } from './tray.ts';

export interface ConsoleTray {
  isThere(): boolean;
  /** Kiosk mode was left. */
  begin(): void;
  onView(view: ViewingView): void;
  onStage(event: StageEvent): void;
  dispose(): void;
}

/** The tray as long as there is a console: a locked down till offers no menu beside its screen. */
export function createConsoleTray(isKiosk: () => boolean, makeTray: () => DesktopTray): ConsoleTray {
  let tray: DesktopTray | null = null;
  /** What was last said of each stage, for a tray that comes later than that. */
  const stages = new Map<string, StageEvent>();

  function begin(): void {
    if (tray !== null || isKiosk()) return;
    tray = makeTray();
    for (const event of stages.values()) tray.onStage(event);
  }
  begin();
  return {
    isThere: () => tray !== null,
    begin,
    onView: (view) => tray?.onView(view),
    onStage(event) {
      stages.set(event.stageArn, event);
      tray?.onStage(event);
    },
    dispose: () => tray?.dispose(),
  };
}
