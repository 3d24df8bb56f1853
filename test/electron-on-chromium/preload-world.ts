import { randomBytes } from 'node:crypto';
import { createBridgeEnd, isolatedWorld, mainWorld } from './page-bridge.ts';

/** The isolated world's name, and the binding through which it speaks to this process. */
export const PRELOAD_WORLD = 'Electron Isolated Context';
export const SEND_BINDING = 'electronOnChromiumSend';

/** The two scripts to run in every new document, before the page's own. */
export function preloadScripts(preloadSource: string): { main: string; isolated: string } {
  const secret = JSON.stringify(`s${randomBytes(16).toString('hex')}`);
  return {
    main: `(${mainWorld})(${secret}, ${createBridgeEnd});`,
    isolated: `(${isolatedWorld})(${secret}, ${createBridgeEnd}, (require) => { const module = { exports: {} }; const exports = module.exports;\n${preloadSource}\n});`,
  };
}

/** A call into the isolated world. JSON cannot say `undefined`; here it may. */
export const receiveExpression = (message: object): string =>
  `electronOnChromiumReceive(${JSON.stringify(message).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')})`;

/** A message of the page, as `toMain` in page-bridge.ts wrote it. */
export interface PageMessage {
  /** `open`: a click that would open a tab; the channel is its URL. */
  kind: 'invoke' | 'send' | 'open';
  id: number;
  channel: string;
  args: unknown[];
}

export const parsePageMessage = (text: string): PageMessage => restoreUndefined(JSON.parse(text)) as PageMessage;

// JSON.parse's reviver drops what it turns into undefined: walk by hand.
function restoreUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restoreUndefined);
  if (!value || typeof value !== 'object') return value;
  if ((value as { $undefined?: boolean }).$undefined === true) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, restoreUndefined(item)]));
}
