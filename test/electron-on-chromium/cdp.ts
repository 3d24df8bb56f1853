import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** One message of the DevTools protocol as it comes in. */
interface Incoming {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  error?: { message: string };
  sessionId?: string;
}
// biome-ignore lint/suspicious/noExplicitAny: the protocol's answers are as wide as its documentation
export type CdpResult = any;

/**
 * The DevTools protocol over `--remote-debugging-pipe`: no port is open, and the browser ends with the pipe.
 * Emits `SESSIONID:Method.event` (browser level: `:Method.event`) with its params, and `closed`.
 */
export class CdpConnection extends EventEmitter {
  readonly #toBrowser: Writable;
  readonly #waiting = new Map<number, { resolve(value: CdpResult): void; reject(error: Error): void }>();
  #lastId = 0;
  #closed = false;

  constructor(toBrowser: Writable, fromBrowser: Readable) {
    super();
    this.setMaxListeners(0);
    this.#toBrowser = toBrowser;
    toBrowser.on('error', () => this.#close());
    let pending: Buffer[] = [];
    fromBrowser.on('data', (chunk: Buffer) => {
      let start = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
        pending.push(chunk.subarray(start, end));
        this.#receive(JSON.parse(Buffer.concat(pending).toString('utf8')) as Incoming);
        pending = [];
        start = end + 1;
      }
      if (start < chunk.length) pending.push(chunk.subarray(start));
    });
    fromBrowser.on('close', () => this.#close());
    fromBrowser.on('error', () => this.#close());
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Rejects with the browser's own message; after the end of the browser, with one that says so. */
  send(method: string, params: object = {}, sessionId?: string): Promise<CdpResult> {
    if (this.#closed) return Promise.reject(new Error(`${method}: the browser has ended`));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject: (error) => reject(new Error(`${method}: ${error.message}`)) });
      this.#toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** The same, bound to one target. */
  session(sessionId: string): CdpSession {
    return {
      send: (method, params) => this.send(method, params, sessionId),
      on: (method, listener) => {
        this.on(`${sessionId}:${method}`, listener);
      },
    };
  }

  #receive(message: Incoming): void {
    if (message.id === undefined) {
      this.emit(`${message.sessionId ?? ''}:${message.method}`, message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result);
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject } of this.#waiting.values()) reject(new Error('the browser has ended'));
    this.#waiting.clear();
    this.emit('closed');
  }
}

export interface CdpSession {
  send(method: string, params?: object): Promise<CdpResult>;
  on(method: string, listener: (params: CdpResult) => void): void;
}
