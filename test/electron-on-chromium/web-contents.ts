import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { CdpSession } from './cdp.ts';
import { onlyImplemented } from './implemented.ts';
import { answerPage } from './ipc-main.ts';
import { PRELOAD_WORLD, parsePageMessage, preloadScripts, receiveExpression, SEND_BINDING } from './preload-world.ts';
import { toAppUrl, toBrowserUrl } from './protocol.ts';

interface Frame {
  id: string;
  parentId?: string;
  url: string;
}
type FrameMain = Pick<Electron.WebFrameMain, 'url' | 'origin'> & { parent: FrameMain | null; top: FrameMain | null };

let lastId = 0;
let current: WebContentsOnChromium | null = null;

/** The one window's connection: for tests. */
export function currentCdp(): CdpSession {
  if (!current) throw new Error('There is no window.');
  return current.cdp;
}

/**
 * Whoever follows a link goes elsewhere, which the app's guards judge; only the end of the window is held. It listens before
 * the page does: on a window, listeners are told in their order, and whoever is told first may act on it.
 */
const HOLD_UNLOAD = `(() => {
  let going = false;
  navigation.addEventListener('navigate', () => {
    going = true;
    setTimeout(() => { going = false; });
  });
  addEventListener('beforeunload', (event) => {
    if (going || !globalThis.electronHoldsUnload) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
})()`;

/** The page of one window: frames, preload, IPC and what it may not do. */
export class WebContentsOnChromium extends EventEmitter {
  readonly id = ++lastId;
  readonly preferences: Electron.WebPreferences;
  readonly #frames = new Map<string, Frame>();
  readonly #contexts = new Map<number, { frameId: string; world: string }>();
  #cdp: CdpSession | null = null;
  #mainFrameId = '';
  #openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null;
  #programmaticUrl: string | null = null;
  #loading = false;

  constructor(preferences: Electron.WebPreferences) {
    super();
    this.preferences = preferences;
  }

  /** Makes the page ours before its first document runs. */
  async attach(cdp: CdpSession, mainFrameId: string, preloadSource: string | null): Promise<void> {
    this.#cdp = cdp;
    current = this;
    this.#mainFrameId = mainFrameId;
    this.#frames.set(mainFrameId, { id: mainFrameId, url: 'about:blank' });
    cdp.on('Page.frameNavigated', ({ frame }) => {
      this.#frames.set(frame.id, { ...frame, url: toAppUrl(frame.url + (frame.urlFragment ?? '')) });
      if (frame.id === mainFrameId) this.emit('did-navigate', {}, toAppUrl(frame.url), 200, 'OK');
    });
    cdp.on('Page.frameAttached', ({ frameId, parentFrameId }) =>
      this.#frames.set(frameId, { id: frameId, parentId: parentFrameId, url: '' }),
    );
    cdp.on('Page.frameDetached', ({ frameId }) => this.#frames.delete(frameId));
    cdp.on('Page.javascriptDialogOpening', ({ type }) => {
      const proceed = (accept: boolean) => void cdp.send('Page.handleJavaScriptDialog', { accept }).catch(() => {});
      // Going elsewhere and coming anew are judged by the app's guards; what is left is the window's end.
      if (type !== 'beforeunload' || this.#loading) proceed(true);
      else this.emit('before-unload-asked', proceed);
    });
    cdp.on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    cdp.on('Page.loadEventFired', () => {
      this.#loading = false;
      this.emit('did-finish-load', {});
    });
    cdp.on('Page.windowOpen', ({ url }) => this.askToOpen(url));
    cdp.on('Runtime.executionContextCreated', ({ context }) =>
      this.#contexts.set(context.id, { frameId: context.auxData.frameId, world: context.name }),
    );
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => this.#contexts.delete(executionContextId));
    cdp.on('Runtime.executionContextsCleared', () => this.#contexts.clear());
    cdp.on('Runtime.bindingCalled', (call) => void this.#onMessage(call.executionContextId, call.payload));
    cdp.on('Runtime.consoleAPICalled', ({ type, args }) => {
      const message = args.map((arg: { value?: unknown; description?: string }) => arg.value ?? arg.description);
      this.emit('console-message', { level: type === 'error' ? 'error' : 'info', message: message.join(' ') });
    });
    cdp.on('Fetch.requestPaused', (request) => void this.#onNavigation(request));
    cdp.on('Inspector.targetCrashed', () =>
      this.emit('render-process-gone', {}, {
        reason: 'crashed',
        exitCode: 139,
      } satisfies Electron.RenderProcessGoneDetails),
    );

    const scripts = preloadSource === null ? null : preloadScripts(preloadSource);
    await Promise.all([
      cdp.send('Page.enable'),
      cdp.send('Inspector.enable'),
      cdp.send('Runtime.enable'),
      cdp.send('Runtime.addBinding', { name: SEND_BINDING, executionContextName: PRELOAD_WORLD }),
      cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: HOLD_UNLOAD }),
      cdp.send('Fetch.enable', { patterns: [{ resourceType: 'Document', requestStage: 'Request' }] }),
      ...(scripts
        ? [
            cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.main }),
            cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.isolated, worldName: PRELOAD_WORLD }),
          ]
        : []),
    ]);
  }

  get cdp(): CdpSession {
    if (!this.#cdp) throw new Error('The window has not loaded anything yet.');
    return this.#cdp;
  }

  get mainFrame(): FrameMain {
    return this.#frameMain(this.#mainFrameId) ?? { url: '', origin: '', parent: null, top: null };
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  send(channel: string, ...args: unknown[]): void {
    const context = [...this.#contexts].find(
      ([, { frameId, world }]) => frameId === this.#mainFrameId && world === PRELOAD_WORLD,
    );
    if (context) this.#deliver(context[0], receiveExpression({ channel, args }));
  }

  async loadURL(url: string): Promise<void> {
    this.#programmaticUrl = url;
    this.#loading = true;
    await this.cdp.send('Page.navigate', { url: await toBrowserUrl(url) });
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const request = { expression: code, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.cdp.send('Runtime.evaluate', request);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  reload(): void {
    this.#programmaticUrl = this.getURL();
    this.#loading = true;
    void this.cdp.send('Page.reload').catch(() => {});
  }

  /** See BrowserWindow: the page asks before it goes. `userGesture`: Chromium lets only a page that was touched ask. */
  async holdUnload(): Promise<void> {
    const expression = 'globalThis.electronHoldsUnload = true';
    await this.cdp.send('Runtime.evaluate', { expression, userGesture: true }).catch(() => {});
  }

  async releaseUnload(): Promise<void> {
    const expression = 'globalThis.electronHoldsUnload = false';
    await this.cdp.send('Runtime.evaluate', { expression }).catch(() => {});
  }

  /** Its main thread may hang: the browser ends the process from outside. */
  forcefullyCrashRenderer(): void {
    this.emit('kill-asked');
  }

  /** An application window of Chromium opens no tools by itself. */
  closeDevTools(): void {}

  /** So there are none; a debugger of the browser (its remote port) is none of Electron's tools either. */
  isDevToolsOpened(): boolean {
    return false;
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.#openHandler = handler;
  }

  getLastWebPreferences(): Electron.WebPreferences {
    return this.preferences;
  }

  /** Asks the app about a new window. The browser has refused it already, or the caller closes it. */
  askToOpen(url: string): void {
    const details = { url: toAppUrl(url), frameName: '', features: '', disposition: 'new-window' as const };
    const answer = this.#openHandler?.({ ...details, referrer: { url: this.getURL(), policy: 'default' } });
    if (answer?.action !== 'deny') process.stderr.write('electron-on-chromium opens no second window: denied.\n');
  }

  #frameMain(id: string): FrameMain | null {
    const frame = this.#frames.get(id);
    if (!frame) return null;
    const parent = frame.parentId ? this.#frameMain(frame.parentId) : null;
    const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(frame.url)?.[0] ?? 'null';
    return { url: frame.url, origin, parent, top: parent ? parent.top : null };
  }

  async #onMessage(contextId: number, payload: string): Promise<void> {
    const frameId = this.#contexts.get(contextId)?.frameId;
    const senderFrame = frameId === undefined ? null : this.#frameMain(frameId);
    const sender = {
      sender: onlyImplemented('webContents', this),
      senderFrame,
    } as unknown as Electron.IpcMainInvokeEvent;
    const message = parsePageMessage(payload);
    if (message.kind === 'open') return this.askToOpen(message.channel);
    const answer = await answerPage(message, sender);
    if (answer) this.#deliver(contextId, answer);
  }

  #deliver(contextId: number, expression: string): void {
    // A page that has gone meanwhile gets nothing, as in Electron.
    this.#cdp?.send('Runtime.evaluate', { contextId, expression }).catch(() => {});
  }

  /** Each request for a document: the app's guards decide, as `will-navigate` and its kin do in Electron. */
  async #onNavigation(paused: {
    requestId: string;
    frameId: string;
    redirectedRequestId?: string;
    request: { url: string };
  }): Promise<void> {
    const url = toAppUrl(paused.request.url);
    const isMainFrame = paused.frameId === this.#mainFrameId;
    const ours = isMainFrame && url === this.#programmaticUrl;
    if (ours) this.#programmaticUrl = null;
    const event = {
      url,
      isMainFrame,
      isSameDocument: false,
      frame: this.#frameMain(paused.frameId),
      defaultPrevented: false,
      preventDefault() {
        this.defaultPrevented = true;
      },
    };
    if (paused.redirectedRequestId) this.emit('will-redirect', event, url);
    else if (!ours) {
      this.emit('will-frame-navigate', event);
      if (isMainFrame) this.emit('will-navigate', event, url);
    }
    const answer = event.defaultPrevented ? 'Fetch.failRequest' : 'Fetch.continueRequest';
    await this.cdp.send(answer, { requestId: paused.requestId, errorReason: 'Aborted' }).catch(() => {});
  }
}
