import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize, resolve, sep } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const RENDERER = resolve(import.meta.dirname, '../../../renderer');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface ServedRenderer {
  url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  connectTo?: readonly string[];
  /** The browser may keep scripts and styles: what was compiled once serves the next load. */
  cached?: boolean;
}

/** Builds the renderer as it ships and serves it as the app:// handler does: a strict policy, a fresh nonce per load. */
export async function serveRenderer(options: ServeOptions = {}): Promise<ServedRenderer> {
  const outDir = await mkdtemp(join(tmpdir(), 'stagewatch-renderer-'));
  await build({
    root: RENDERER,
    base: './',
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, chunkSizeWarningLimit: 4096 },
  });

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = normalize(join(outDir, pathname === '/' ? 'index.html' : pathname));
    if (!file.startsWith(outDir + sep)) return refuse(response);
    const content = await readFile(file).catch(() => null);
    if (!content) return refuse(response);
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    if (extname(file) !== '.html') {
      // Their names change with their content.
      if (options.cached) response.setHeader('cache-control', 'max-age=86400, immutable');
      return void response.end(content);
    }
    const nonce = randomBytes(16).toString('base64');
    response.setHeader('content-security-policy', policy(nonce, options.connectTo ?? []));
    response.end(content.toString('utf8').replaceAll('__CSP_NONCE__', nonce));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

function refuse(response: ServerResponse): void {
  response.statusCode = 404;
  response.end();
}

const policy = (nonce: string, connectTo: readonly string[]) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "media-src 'self' blob:",
    `connect-src 'self' ${connectTo.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
