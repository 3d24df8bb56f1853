import { app, session, type WebContents } from 'electron';
import { isOwnUrl } from './app-address.ts';

/** What no page of ours may do: leave, frame, open, attach. Must come before the first window. */
export function setupGuards(): void {
  app.on('web-contents-created', (_event, contents) => guard(contents));
}

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

/** Whatever a page asks for is denied; the local stage lies on this machine's own addresses. Electron must be ready. */
export function setupPermissions(localStage: boolean): void {
  const isGranted = (permission: string, url: string) => isPermitted(permission, url, localStage);
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin));
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(isGranted(permission, details.requestingUrl)),
  );
}

const LOCAL_NETWORK = ['local-network-access', 'local-network', 'loopback-network'];

/** @param local the stage's endpoint lies on this machine or in its network */
export function isPermitted(permission: string, requestingUrl: string, local: boolean): boolean {
  return local && LOCAL_NETWORK.includes(permission) && isOwnUrl(requestingUrl);
}
