import type { WebContents } from 'electron';
import { isOwnUrl } from './app-address.ts';

/** What no page of ours may do: leave, frame, open, attach. */
export function guard(contents: WebContents): void {
  // Redirects are judged too: a navigation to us may lead elsewhere.
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnUrl(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnUrl(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // Popups, target=_blank, middle clicks.
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
