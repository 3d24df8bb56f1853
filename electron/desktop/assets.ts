import { extname, join, sep } from 'node:path';

const MIME_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
};

export interface Asset {
  path: string;
  mimeType: string;
}

/** The file behind a URL of ours, or null: unknown type, or a path that leads out of the folder in whatever spelling. */
export function assetFor(url: string, folder: string): Asset | null {
  // Taken from the text, not from a parser: a parser resolves `..` and we want to see it.
  const rawPath = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1];
  if (rawPath === undefined) return null;
  const name = rawPath === '' || rawPath === '/' ? '/index.html' : rawPath;
  // Our own files need no encoding, no backslash, no dot segment: nothing that carries one is ours.
  if (/[%\\\0]/.test(name) || name.split('/').includes('..')) return null;
  const path = join(folder, name);
  const mimeType = MIME_TYPES[extname(path)];
  return mimeType !== undefined && path.startsWith(folder + sep) ? { path, mimeType } : null;
}
