import { join } from 'node:path';
import { protocol } from 'electron';
import { APP_SCHEME } from './app-address.ts';
import { devServer, serveFromDevServer } from './dev-server.ts';
import { serveConsole } from './serve-console.ts';

const rendererFolder = join(import.meta.dirname, '../renderer');

/** Must be called before Electron is ready. */
export function setupScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges }]);
}

/**
 * Serves the console's files. The first request waits for the service, so that the window can open while it starts.
 * @param stageEndpoint see contentSecurityPolicy; where it is refused, the page is not served
 */
export function setupProtocol(stageEndpoint: Promise<string | null>): void {
  stageEndpoint.catch(() => {}); // told by whoever started the service
  protocol.handle(APP_SCHEME, async (request) =>
    devServer
      ? serveFromDevServer(request, devServer, await stageEndpoint)
      : serveConsole(request, rendererFolder, await stageEndpoint),
  );
}
