/** Runs in the sandbox beside the page and hands it one typed object, nothing of Electron's own. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Bridge, InvokeChannel, SendChannel, SendPayloads } from '../shared/ipc.ts';
import type { InvokeAnswer } from './desktop/answer-invoke.ts';

// Types alone come from shared/ipc.ts: its schemas would weigh down every start. The compiler keeps these lists whole.
const invokeChannels: Record<InvokeChannel, true> = {
  'app:hello': true,
  'app:alive': true,
  'app:set-preferences': true,
  'app:copy-api-key': true,
  'app:open-stage-console': true,
  'settings:view': true,
  'settings:check': true,
  'settings:change': true,
  'settings:export': true,
  'settings:choose-import': true,
  'settings:apply-import': true,
  'settings:restart': true,
  'connection:try': true,
  'secrets:status': true,
  'secrets:save-aws-credentials': true,
  'secrets:forget': true,
  'viewing:ready': true,
  'viewing:stage-event': true,
  'viewing:panel': true,
  'viewing:intent': true,
  'viewing:choose-stage': true,
  'kiosk:status': true,
  'kiosk:exit': true,
  'kiosk:reload': true,
  'kiosk:set-pin': true,
  'log:export': true,
  'log:cancel-export': true,
  'log:show-export': true,
  'app:about': true,
  'app:license': true,
  'bundle:make': true,
  'bundle:cancel': true,
  'bundle:show': true,
  'bundle:open': true,
  'bundle:opened': true,
  'bundle:entries': true,
  'bundle:close': true,
  'api:stats': true,
  'api:viewers': true,
  'api:history': true,
  'api:log': true,
  'api:log-histogram': true,
  'api:participants': true,
  'api:overview': true,
  'api:series': true,
  'api:cost': true,
  'api:cost-settings': true,
  'api:change-cost-settings': true,
  'api:stages': true,
  'api:publisher-token': true,
  'api:aws-sessions': true,
  'api:aws-participants': true,
  'api:aws-participant': true,
  'api:drift': true,
  'api:remove-viewer': true,
  'api:connection': true,
  'api:test-connection': true,
  'api:backups': true,
  'api:back-up': true,
  'api:restore-backup': true,
};
const sendChannels: Record<SendChannel, true> = {
  'viewing:view': true,
  'viewing:command': true,
  'live:presence': true,
  'live:participants': true,
  'live:log': true,
  'live:stage': true,
  'live:status': true,
  'live:connected': true,
  'app:notice': true,
  'app:preferences': true,
  'kiosk:active': true,
  'export:progress': true,
  'bundle:progress': true,
};

const bridge: Bridge = {
  async invoke(channel, ...payload) {
    if (!Object.hasOwn(invokeChannels, channel)) throw new Error('There is no such channel.');
    const answer = (await ipcRenderer.invoke(channel, ...payload)) as InvokeAnswer<never>;
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  },
  on(channel, listener) {
    if (!Object.hasOwn(sendChannels, channel)) throw new Error('There is no such channel.');
    const pass = (_event: IpcRendererEvent, payload: SendPayloads[typeof channel]) => listener(payload);
    ipcRenderer.on(channel, pass);
    return () => {
      ipcRenderer.removeListener(channel, pass);
    };
  },
};
contextBridge.exposeInMainWorld('stagewatch', bridge);

// The main process reloads a page that has fallen silent: this stands still with everything else in it.
setInterval(() => void ipcRenderer.invoke('app:alive').catch(() => {}), 1_000);

// A file dropped on the window is not a place to go to.
for (const type of ['dragover', 'drop'] as const) {
  window.addEventListener(type, (event) => event.preventDefault());
}

// The main process refuses to leave the console, but the page would have been told `beforeunload` by then, and the SDK
// leaves the stage on that: whatever leads elsewhere is stopped before.
window.navigation.addEventListener('navigate', (event) => {
  if (new URL(event.destination.url).origin !== location.origin && event.cancelable) event.preventDefault();
});
