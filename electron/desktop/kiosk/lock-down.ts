import type { BrowserWindow, Event, Input } from 'electron';
import { isAllowedInKiosk } from '../../../shared/kiosk-keys.ts';

export interface LockedWindow {
  webContents: Pick<BrowserWindow['webContents'], 'closeDevTools'> & Emitter;
  restore(): void;
  isDestroyed(): boolean;
}
interface Emitter {
  on(event: string, listener: (...args: never[]) => void): unknown;
  off(event: string, listener: (...args: never[]) => void): unknown;
}

/** What no key may do in kiosk mode, no tool may open, and no desktop may put away. Returns the way back. */
export function lockDown(window: LockedWindow & Emitter): () => void {
  const { webContents } = window;
  const onInput = (event: Event, input: Input) => {
    if (!isAllowedInKiosk(input)) event.preventDefault();
  };
  const closeTools = () => webContents.closeDevTools();
  // A desktop minimizes without asking (its own keys, a remote tool); nobody at a till could bring the window back.
  const restore = () => {
    if (!window.isDestroyed()) window.restore();
  };
  webContents.on('before-input-event', onInput);
  webContents.on('devtools-opened', closeTools);
  window.on('minimize', restore);
  return () => {
    webContents.off('before-input-event', onInput);
    webContents.off('devtools-opened', closeTools);
    window.off('minimize', restore);
  };
}
