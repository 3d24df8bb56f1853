import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { configureRequestOptions, configureRequestUrl, type DownloadOptions, HttpExecutor } from 'builder-util-runtime';
import electronUpdater, { type AppUpdater } from 'electron-updater';

/** HTTP by Node, where electron-updater asks Electron's network stack for it; all above that is its own. */
class NodeHttpExecutor extends HttpExecutor<ClientRequest> {
  createRequest(options: object, callback: (response: IncomingMessage) => void): ClientRequest {
    return request(options, callback);
  }

  download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const requestOptions = { headers: options.headers ?? undefined };
      configureRequestUrl(url, requestOptions);
      configureRequestOptions(requestOptions);
      const callback = (error?: Error | null) => (error ? reject(error) : resolve(destination));
      this.doDownload(requestOptions, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}

/** electron-updater as it runs in an AppImage of `version`, on plain Node. @param folder for its caches and its id */
export function updaterOnNode(version: string, folder: string): AppUpdater {
  const updater = new electronUpdater.AppImageUpdater(null, {
    version,
    name: 'stagewatch',
    isPackaged: true,
    appUpdateConfigPath: join(folder, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: async () => {},
    relaunch() {},
    quit() {},
    onQuit() {},
  });
  Object.assign(updater, { httpExecutor: new NodeHttpExecutor() });
  // There is no older AppImage here to take unchanged parts from.
  updater.disableDifferentialDownload = true;
  return updater;
}
