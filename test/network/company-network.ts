/** A company network: everything goes through a proxy that opens TLS with certificates of its own authority. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createSecureContext, TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import { tempFolder } from '../service/support/temp-folder.ts';

export interface Authority {
  /** Of its root certificate. */
  caFile: string;
  /** For a server of these names. */
  issue(...names: string[]): { key: Buffer; cert: Buffer };
}

/** @param onFinished when its files may go */
export function createAuthority(onFinished?: Parameters<typeof tempFolder>[0]): Authority {
  const folder = tempFolder(onFinished);
  const at = (name: string) => join(folder, name);
  const make = (name: string, subject: string, ...more: string[]) =>
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
        ...['-subj', subject, '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`), ...more],
      ],
      { stdio: 'pipe' },
    );
  make('ca', '/CN=Company root');
  return {
    caFile: at('ca.pem'),
    issue(...names) {
      const alternatives = names.map((name) => (/^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`)).join(',');
      make(
        'server',
        '/CN=server',
        '-CA',
        at('ca.pem'),
        '-CAkey',
        at('ca.key'),
        '-addext',
        `subjectAltName=${alternatives}`,
      );
      return { key: readFileSync(at('server.key')), cert: readFileSync(at('server.pem')) };
    },
  };
}

export interface CompanyProxy {
  url: string;
  /** Hosts and ports that it was asked for, in their order. */
  asked: string[];
}

/**
 * @param options.secret `name:password` that it wants to hear
 * @param options.refuses whoever is asked for is not let through
 * @param options.answer what the hosts behind it say
 */
export async function startCompanyProxy(options: {
  certificate: { key: Buffer; cert: Buffer };
  secret?: string;
  refuses?: boolean;
  answer(incoming: IncomingMessage, response: ServerResponse): void;
}): Promise<CompanyProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const behind = createServer(options.answer);
  const secureContext = createSecureContext(options.certificate);
  const proxy = createServer((_incoming, response) => response.writeHead(405).end());
  proxy.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  proxy.on('connect', (incoming, socket: Socket) => {
    asked.push(incoming.url ?? '');
    const wanted = options.secret && `Basic ${Buffer.from(options.secret).toString('base64')}`;
    if (wanted && incoming.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    if (options.refuses) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    const opened = new TLSSocket(socket, { isServer: true, secureContext });
    opened.on('error', () => socket.destroy());
    behind.emit('connection', opened);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}

/** Hands everything on to another server. */
export const handOnTo = (target: string) => (incoming: IncomingMessage, response: ServerResponse) => {
  const { method, url } = incoming;
  const headers = { ...incoming.headers, host: new URL(target).host };
  const outgoing = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', () => response.destroy());
  incoming.pipe(outgoing);
};
