/**
 * What runs inside the page. These functions are sent as source text, so each stands alone: no imports, nothing outside.
 *
 * The preload runs in an isolated world; the page's own scripts run in the main world. The two share the DOM and no
 * objects. Both ends hold one element that is in no document, and speak by events on it, which are synchronous; event
 * details are copied between worlds. They hand each other that element before any script of the page runs.
 */

/** One end of the bridge: turns functions and promises into numbers on the way out and back on the way in. */
export function createBridgeEnd(shared: Element, here: string, there: string) {
  type Wire = { id: number; args?: unknown[]; value?: unknown; error?: unknown };
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const returned = new Map<number, Wire>();
  let lastId = 0;
  const post = (kind: string, detail: Wire) => shared.dispatchEvent(new CustomEvent(`${there}-${kind}`, { detail }));
  const listen = (kind: string, listener: (wire: Wire) => void) =>
    shared.addEventListener(`${here}-${kind}`, (event) => listener((event as CustomEvent).detail));

  const encode = (value: unknown): unknown => {
    if (typeof value === 'function') {
      functions.set(++lastId, value as (...args: unknown[]) => unknown);
      return { $function: lastId };
    }
    if (value instanceof Promise) {
      const id = ++lastId;
      value.then(
        (result) => post('settle', { id, value: encode(result) }),
        (error) => post('settle', { id, error }),
      );
      return { $promise: id };
    }
    if (Array.isArray(value)) return value.map(encode);
    if (value && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item)]));
    }
    return value;
  };
  const decode = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(decode);
    if (!value || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
    const marked = value as { $function?: number; $promise?: number };
    if (marked.$function !== undefined) return remote(marked.$function);
    if (marked.$promise !== undefined) {
      const id = marked.$promise;
      return new Promise((resolve, reject) => promises.set(id, { resolve, reject }));
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]));
  };
  const remote =
    (id: number) =>
    (...args: unknown[]): unknown => {
      post('call', { id, args: encode(args) as unknown[] });
      const answer = returned.get(id);
      returned.delete(id);
      if (answer && 'error' in answer) throw answer.error;
      return decode(answer?.value);
    };

  listen('call', ({ id, args }) => {
    try {
      post('return', { id, value: encode(functions.get(id)?.(...(decode(args) as unknown[]))) });
    } catch (error) {
      post('return', { id, error });
    }
  });
  listen('return', (wire) => returned.set(wire.id, wire));
  listen('settle', (wire) => {
    const waiting = promises.get(wire.id);
    promises.delete(wire.id);
    if ('error' in wire) waiting?.reject(wire.error);
    else waiting?.resolve(decode(wire.value));
  });
  return {
    expose: (key: string, api: unknown) => post('expose', { id: 0, args: [key, encode(api)] }),
    onExpose: (listener: (key: string, api: unknown) => void) =>
      listen('expose', ({ args }) => listener(args?.[0] as string, decode(args?.[1]))),
  };
}

/** Main world: takes what the preload exposes and defines it on `window`, frozen. */
export function mainWorld(secret: string, createEnd: typeof createBridgeEnd): void {
  if (window !== window.top) return;
  const freeze = (value: unknown): unknown => {
    if (value && typeof value === 'object') Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  document.addEventListener(
    `${secret}-give`,
    (event) => {
      const end = createEnd((event as FocusEvent).relatedTarget as Element, 'main', 'isolated');
      end.onExpose((key, api) => Object.defineProperty(window, key, { value: freeze(api), enumerable: true }));
    },
    { once: true },
  );
  document.dispatchEvent(new Event(`${secret}-ask`));
}

/** Isolated world: `electron` as a sandboxed preload may require it, then the preload itself. */
export function isolatedWorld(
  secret: string,
  createEnd: typeof createBridgeEnd,
  preload: (require: (name: string) => unknown) => void,
): void {
  if (window !== window.top) return;
  const scope = globalThis as unknown as { electronOnChromiumSend(text: string): void } & Record<string, unknown>;
  const shared = document.createElement('i');
  const end = createEnd(shared, 'isolated', 'main');
  const give = () => document.dispatchEvent(new FocusEvent(`${secret}-give`, { relatedTarget: shared }));
  document.addEventListener(`${secret}-ask`, give, { once: true });
  give();

  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, Set<(event: object, ...args: unknown[]) => void>>();
  let lastId = 0;
  const toMain = (kind: 'invoke' | 'send' | 'open', channel: string, args: unknown[]) => {
    const id = ++lastId;
    const text = JSON.stringify({ kind, id, channel, args }, (_key, value) => {
      if (value === undefined) return { $undefined: true };
      if (typeof value === 'function' || typeof value === 'symbol') throw new Error('An object could not be cloned.');
      if (typeof value === 'bigint' || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) {
        throw new Error('electron-on-chromium carries JSON and undefined between the processes, nothing else.');
      }
      return value;
    });
    scope.electronOnChromiumSend(text);
    return id;
  };
  scope.electronOnChromiumReceive = (message: {
    reply?: number;
    channel?: string;
    args?: unknown[];
    value?: unknown;
    error?: string;
  }) => {
    if (message.reply !== undefined) {
      const call = waiting.get(message.reply);
      waiting.delete(message.reply);
      if (message.error !== undefined) call?.reject(new Error(message.error));
      else call?.resolve(message.value);
      return;
    }
    for (const listener of listeners.get(message.channel ?? '') ?? []) listener({}, ...(message.args ?? []));
  };

  // A click that opens a tab gets past --block-new-web-contents and asks the network before the tab can be closed.
  const onTabClick = (event: MouseEvent) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    const opensTab = event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!link?.href || !opensTab || event.defaultPrevented) return;
    event.preventDefault();
    toMain('open', link.href, []);
  };
  for (const type of ['click', 'auxclick'] as const) window.addEventListener(type, onTabClick);

  const refuseOthers = (name: string, part: object) =>
    new Proxy(part, {
      get(target, property) {
        if (property in target || typeof property === 'symbol') return Reflect.get(target, property);
        throw new Error(`${name}.${property} is not implemented by test/electron-on-chromium.`);
      },
    });
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => waiting.set(toMain('invoke', channel, args), { resolve, reject })),
    send: (channel: string, ...args: unknown[]) => void toMain('send', channel, args),
    on: (channel: string, listener: (event: object, ...args: unknown[]) => void) => {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipcRenderer;
    },
    removeListener: (channel: string, listener: (event: object, ...args: unknown[]) => void) => {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };
  const electron = refuseOthers('electron', {
    contextBridge: refuseOthers('contextBridge', { exposeInMainWorld: end.expose }),
    ipcRenderer: refuseOthers('ipcRenderer', ipcRenderer),
  });
  preload((name) => {
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name}`);
  });
}
