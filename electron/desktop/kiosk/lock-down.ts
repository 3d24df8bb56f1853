import type { BrowserWindow, Event, Input } from 'electron';
import { isAllowedInKiosk } from '../../../shared/kiosk-keys.ts';

/** What no key may do in kiosk mode, and no tool may open. Returns the way back. */
export function lockDown({ webContents }: Pick<BrowserWindow, 'webContents'>): () => void {
  const onInput = (event: Event, input: Input) => {
    if (!isAllowedInKiosk(input)) event.preventDefault();
  };
  const closeTools = () => webContents.closeDevTools();
  webContents.on('before-input-event', onInput);
  webContents.on('devtools-opened', closeTools);
  return () => {
    webContents.off('before-input-event', onInput);
    webContents.off('devtools-opened', closeTools);
  };
}
