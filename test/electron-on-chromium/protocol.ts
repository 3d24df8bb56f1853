import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type Electron from 'electron';

type Handler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, Handler>();
let release = () => {};
/** Requests wait until the preload is in place: the browser starts with the page's address and asks at once. */
const ready = new Promise<void>((resolve) => {
  release = resolve;
});
let origin: { scheme: string; host: string; port: number } | null = null;
let server: Server | null = null;

export const protocol = {
  registerSchemesAsPrivileged: (schemes) => {
    for (const { privileges } of schemes) {
      if (!privileges?.standard || !privileges.secure) {
        throw new Error('electron-on-chromium serves standard, secure schemes only.');
      }
    }
  },
  handle: (scheme, handler) => {
    handlers.set(scheme, handler as unknown as Handler);
  },
  isProtocolHandled: (scheme) => handlers.has(scheme),
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'isProtocolHandled'>;

export const releaseRequests = () => release();

/** `app://console/x` → `http://console.localhost:PORT/x`, opening the server at the first use. Other URLs stay. */
export async function toBrowserUrl(url: string): Promise<string> {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url);
  if (!match || !handlers.has(match[1]!)) return url;
  const [, scheme, host, rest] = match;
  if (!origin) {
    server = createServer(answer).listen(0, '127.0.0.1');
    await new Promise<void>((resolve) => server?.once('listening', () => resolve()));
    origin = { scheme: scheme!, host: host!, port: (server.address() as AddressInfo).port };
  }
  return `http://${host}.localhost:${origin.port}${rest || '/'}`;
}

/** The way back: what the page's address would be in Electron. */
export function toAppUrl(url: string): string {
  if (!origin) return url;
  const prefix = `http://${origin.host}.localhost:${origin.port}`;
  return url === prefix || url.startsWith(`${prefix}/`)
    ? `${origin.scheme}://${origin.host}${url.slice(prefix.length)}`
    : url;
}

export const browserOrigin = (): string =>
  origin ? `http://${origin.host}.localhost:${origin.port}` : 'http://localhost';

export const closeServer = () => server?.close();

async function answer(...[request, response]: Parameters<NonNullable<Parameters<typeof createServer>[1]>>) {
  await ready;
  if (!origin || request.headers.host !== `${origin.host}.localhost:${origin.port}`) {
    response.writeHead(403).end();
    return;
  }
  const handler = handlers.get(origin.scheme);
  try {
    const asked = new Request(`${origin.scheme}://${origin.host}${request.url}`, {
      method: request.method,
      headers: Object.entries(request.headers).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    });
    const given = await handler!(asked);
    response.writeHead(given.status, Object.fromEntries(given.headers));
    if (given.body && request.method !== 'HEAD') Readable.fromWeb(given.body as ReadableStream).pipe(response);
    else response.end();
  } catch (error) {
    process.stderr.write(`protocol handler failed: ${(error as Error).stack}\n`);
    response.writeHead(500).end();
  }
}
