import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type Electron from 'electron';
import { app, appEvents } from './app.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { notImplemented, onlyImplemented } from './implemented.ts';
import { releaseRequests, toBrowserUrl } from './protocol.ts';
import { applyPermissions } from './session.ts';
import { WebContentsOnChromium } from './web-contents.ts';
import { setMapped, type WindowState, watchWindow } from './window-manager.ts';

const windows = new Set<BrowserWindow>();

class BrowserWindowOnChromium extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] => [...windows];

  readonly webContents: Electron.WebContents;
  readonly #contents: WebContentsOnChromium;
  readonly #options: Electron.BrowserWindowConstructorOptions;
  #chromium: Chromium | null = null;
  #targetId = '';
  #state: WindowState = { id: '', focused: false, minimized: false };
  #destroyed = false;
  #kiosk = false;
  #startsMinimized = false;
  #hidden = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    if (windows.size > 0) notImplemented('A second BrowserWindow');
    this.#options = options;
    this.#contents = new WebContentsOnChromium(withDefaults(options.webPreferences));
    this.webContents = onlyImplemented('webContents', this.#contents) as unknown as Electron.WebContents;
    windows.add(this as unknown as BrowserWindow);
    this.#contents.on('did-finish-load', () => this.#kiosk && this.#holdClosing());
    this.#contents.on('kill-asked', () => void this.#killRenderers());
    this.#contents.on('before-unload-asked', (answer: (proceed: boolean) => void) => this.#onCloseAsked(answer));
    appEvents.emit('web-contents-created', {}, this.webContents);
    appEvents.emit('browser-window-created', {}, this);
  }

  /** The first call starts Chromium with its window; later ones navigate. */
  async loadURL(url: string): Promise<void> {
    if (this.#chromium) return this.#contents.loadURL(url);
    const { width = 800, height = 600, webPreferences } = this.#options;
    const chromium = launchChromium({
      url: await toBrowserUrl(url),
      profileDir: app.getPath('sessionData'),
      width,
      height,
      backgroundThrottling: webPreferences?.backgroundThrottling !== false,
      hidden: this.#options.show === false,
      autoplay: (webPreferences?.autoplayPolicy ?? 'no-user-gesture-required') === 'no-user-gesture-required',
    });
    this.#chromium = chromium;
    void chromium.ended.then(() => this.#onGone());
    if (this.#options.show !== false) {
      const unwatch = watchWindow(chromium.process.pid!, (state) => this.#onState(state));
      void chromium.ended.then(unwatch);
    }
    const loaded = new Promise<void>((resolve) => this.#contents.once('did-finish-load', () => resolve()));
    chromium.cdp.on(':Target.attachedToTarget', (event) => {
      this.#onTarget(event, url).catch((error) => process.stderr.write(`${error.stack}\n`));
    });
    chromium.cdp.on(':Target.detachedFromTarget', ({ targetId }) => targetId === this.#targetId && this.#onGone());
    const attached = chromium.cdp.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
    });
    // Closed while it loads, the window is simply gone.
    await Promise.race([attached.then(() => loaded), chromium.ended]);
  }

  async #onTarget(
    event: { sessionId: string; targetInfo: { type: string; targetId: string; url: string } },
    url: string,
  ): Promise<void> {
    const { type, targetId } = event.targetInfo;
    const { cdp } = this.#chromium!;
    const session = cdp.session(event.sessionId);
    if (type !== 'page') {
      await session.send('Runtime.runIfWaitingForDebugger').catch(() => {});
      return;
    }
    if (this.#targetId) {
      // A middle click gets past --block-new-web-contents: the app is asked, the tab goes.
      this.#contents.askToOpen(event.targetInfo.url);
      // One that waits holds up its opener, whose process it shares: let it go on, to nowhere.
      void session.send('Fetch.enable').catch(() => {});
      void session.send('Runtime.runIfWaitingForDebugger').catch(() => {});
      await cdp.send('Target.closeTarget', { targetId });
      return;
    }
    this.#targetId = targetId;
    const preload = this.#contents.preferences.preload;
    await this.#contents.attach(session, targetId, preload ? readFileSync(preload, 'utf8') : null);
    await applyPermissions(cdp, this.webContents, new URL(url).href.split('/').slice(0, 3).join('/'));
    if (this.#options.kiosk) this.setKiosk(true);
    if (this.#startsMinimized) this.#setWindowState('minimized');
    await session.send('Runtime.runIfWaitingForDebugger');
    releaseRequests();
  }

  #onState(state: WindowState): void {
    const before = this.#state;
    this.#state = state;
    if (state.minimized) this.#startsMinimized = false;
    if (state.minimized !== before.minimized) this.emit(state.minimized ? 'minimize' : 'restore');
    if (state.focused !== before.focused) this.emit(state.focused ? 'focus' : 'blur');
  }

  #onGone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.delete(this as unknown as BrowserWindow);
    this.#contents.emit('destroyed');
    this.emit('closed');
    if (windows.size === 0) appEvents.emit('window-all-closed');
  }

  isFocused = (): boolean => this.#state.focused;
  isMinimized = (): boolean => this.#state.minimized || this.#startsMinimized;
  isVisible = (): boolean => !this.#destroyed && this.#chromium !== null && !this.isMinimized() && !this.#hidden;
  isDestroyed = (): boolean => this.#destroyed;

  /** Before the window is there: it comes up minimized. */
  minimize(): void {
    this.#startsMinimized = true;
    this.#setWindowState('minimized');
  }

  restore(): void {
    this.#startsMinimized = false;
    // Chromium's 'normal' would end the full screen as well; the window manager keeps it.
    if (this.#kiosk && this.#state.id !== '') setMapped(this.#state.id, true);
    else this.#setWindowState('normal');
  }

  focus(): void {
    void this.#contents.cdp.send('Page.bringToFront').catch(() => {});
  }

  show(): void {
    if (this.#options.show === false) notImplemented('Showing a window that was made with show: false');
    if (this.isMinimized()) this.restore();
    if (this.#hidden) {
      this.#hidden = false;
      setMapped(this.#state.id, true);
      this.emit('show');
    }
    this.focus();
  }

  hide(): void {
    if (this.#hidden) return;
    if (this.#state.id === '') notImplemented('Hiding a window that the window manager does not know yet');
    this.#hidden = true;
    setMapped(this.#state.id, false);
    this.emit('hide');
  }

  /** Fills the screen, and its window can be kept from closing (#holdClosing). */
  setKiosk(flag: boolean): void {
    this.#kiosk = flag;
    this.#setWindowState(flag ? 'fullscreen' : 'normal');
    if (flag) this.#holdClosing();
    else void this.#contents.releaseUnload();
  }

  isKiosk = (): boolean => this.#kiosk;

  setBounds({ x, y, width, height }: Partial<Electron.Rectangle>): void {
    this.#setWindowBounds({ left: x, top: y, width, height });
  }

  /**
   * Only a page can hold a window of Chromium that the window manager closes, and only one that was touched. So a kiosk's
   * page asks before it goes, before any listener of its own hears of it; the question is answered by `close`.
   */
  #holdClosing(): void {
    void this.#contents.holdUnload();
  }

  async #killRenderers(): Promise<void> {
    const { processInfo } = await this.#chromium!.cdp.send('SystemInfo.getProcessInfo');
    for (const { type, id } of processInfo as { type: string; id: number }[]) {
      if (type === 'renderer') process.kill(id, 'SIGKILL');
    }
  }

  #onCloseAsked(answer: (proceed: boolean) => void): void {
    let prevented = false;
    this.emit('close', {
      preventDefault: () => {
        prevented = true;
      },
    });
    answer(!prevented);
  }

  close(): void {
    this.destroy();
  }

  destroy(): void {
    void this.#chromium?.cdp.send('Browser.close').catch(() => {});
    // Electron is gone at once; Chromium would take its time.
    setTimeout(() => this.#chromium?.process.kill('SIGKILL'), 300);
  }

  /** For app.exit: resolves when nothing of the window is left. */
  async ended(): Promise<void> {
    await this.#chromium?.ended;
  }

  #setWindowState(windowState: 'minimized' | 'normal' | 'fullscreen'): void {
    this.#setWindowBounds({ windowState });
  }

  #setWindowBounds(bounds: object): void {
    const cdp = this.#chromium?.cdp;
    cdp
      ?.send('Browser.getWindowForTarget', { targetId: this.#targetId })
      .then(({ windowId }) => cdp.send('Browser.setWindowBounds', { windowId, bounds }))
      .catch(() => {});
  }
}

/** What Electron reports of a running window where the app says nothing. */
const withDefaults = (given: Electron.WebPreferences = {}): Electron.WebPreferences => ({
  sandbox: true,
  contextIsolation: true,
  webSecurity: true,
  nodeIntegration: false,
  webviewTag: false,
  ...given,
});

type Slice = Pick<
  Electron.BrowserWindow,
  | 'loadURL'
  | 'webContents'
  | 'isFocused'
  | 'isMinimized'
  | 'isVisible'
  | 'isDestroyed'
  | 'minimize'
  | 'restore'
  | 'focus'
  | 'show'
  | 'hide'
  | 'setKiosk'
  | 'isKiosk'
  | 'setBounds'
  | 'close'
  | 'destroy'
>;
export type BrowserWindow = BrowserWindowOnChromium & Slice;
export const BrowserWindow = new Proxy(BrowserWindowOnChromium, {
  construct: (target, args) => onlyImplemented('BrowserWindow', new target(...(args as [object]))),
}) as unknown as new (
  options?: Electron.BrowserWindowConstructorOptions,
) => BrowserWindow;
