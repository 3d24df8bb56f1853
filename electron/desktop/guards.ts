import { app, session } from 'electron';
import { guard } from './navigation-guard.ts';
import { isPermitted } from './permissions.ts';

/** What no page of ours may do: leave, frame, open, attach. Must come before the first window. */
export function setupGuards(): void {
  app.on('web-contents-created', (_event, contents) => guard(contents));
}

/** Whatever a page asks for is denied; the local stage lies on this machine's own addresses. Electron must be ready. */
export function setupPermissions(localStage: boolean): void {
  const isGranted = (permission: string, url: string) => isPermitted(permission, url, localStage);
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => isGranted(permission, origin));
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(isGranted(permission, details.requestingUrl)),
  );
}
