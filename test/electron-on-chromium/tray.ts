import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { onlyImplemented } from './implemented.ts';

/** All that were made and not destroyed: a test chooses from their menus as a user would. */
const trays = new Set<TrayOnChromium>();

/** As Electron's on a desktop without a place for it: kept, and seen nowhere. */
class TrayOnChromium extends EventEmitter {
  static readonly shown = trays;
  image: Electron.NativeImage | string;
  toolTip = '';
  menu: Electron.Menu | null = null;
  constructor(image: Electron.NativeImage | string) {
    super();
    this.image = image;
    trays.add(this);
  }
  setImage(image: Electron.NativeImage | string): void {
    this.image = image;
  }
  setToolTip(toolTip: string): void {
    this.toolTip = toolTip;
  }
  setContextMenu(menu: Electron.Menu | null): void {
    this.menu = menu;
  }
  destroy(): void {
    trays.delete(this);
  }
}

type Slice = Pick<Electron.Tray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy'>;
export const Tray = new Proxy(TrayOnChromium, {
  construct: (target, args) => onlyImplemented('Tray', new target(args[0] as string)) satisfies Slice,
}) as unknown as (new (
  image: Electron.NativeImage | string,
) => Electron.Tray) & {
  readonly shown: ReadonlySet<{ toolTip: string; menu: Electron.Menu | null }>;
};
