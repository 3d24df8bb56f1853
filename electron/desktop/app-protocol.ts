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

/** Serves the console's files. @param stageEndpoint see contentSecurityPolicy */
export function setupProtocol(stageEndpoint: string | null): void {
  protocol.handle(APP_SCHEME, (request) =>
    devServer
      ? serveFromDevServer(request, devServer, stageEndpoint)
      : serveConsole(request, rendererFolder, stageEndpoint),
  );
}
