import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveConsole } from '../../electron/desktop/serve-console.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

const LOCAL = 'http://127.0.0.1:4567';
const root = tempFolder(afterAll);
const folder = join(root, 'renderer');
beforeAll(() => {
  mkdirSync(folder);
  writeFileSync(join(root, 'secret.js'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__">');
  writeFileSync(join(folder, 'app.js'), 'export {}');
});

const get = (url: string, { method = 'GET', endpoint = LOCAL as string | null } = {}) =>
  serveConsole({ method, url }, folder, endpoint);
const policyOf = (response: Response) =>
  new Map(
    response.headers
      .get('content-security-policy')!
      .split('; ')
      .map((directive) => [directive.split(' ')[0]!, directive.split(' ').slice(1)]),
  );

describe('the console’s files', () => {
  it('come with their type and are not to be sniffed', async () => {
    const response = await get('app://console/app.js');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe('export {}');
  });

  it.each(['POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS'])('are not for %s', async (method) => {
    expect((await get('app://console/app.js', { method })).status).toBe(405);
  });

  it.each([
    'app://console/nothing.js',
    'app://console/../secret.js',
    'app://console/%2e%2e/secret.js',
    'app://console/..%2fsecret.js',
    'app://elsewhere/app.js',
    'app://console.evil/app.js',
    'app://user@elsewhere/app.js',
    'https://console/app.js',
    'not a url',
  ])('are not found as %s', async (url) => {
    expect((await get(url)).status).toBe(404);
  });
});

describe('the content security policy', () => {
  it('allows neither inline code nor eval', async () => {
    const text = (await get('app://console/')).headers.get('content-security-policy');
    expect(text).not.toMatch(/unsafe|\*(?!\.live-video\.net)/);
    expect(policyOf(await get('app://console/')).get('script-src')).toEqual(["'self'"]);
    expect(policyOf(await get('app://console/')).get('default-src')).toEqual(["'none'"]);
  });

  it('puts a fresh nonce into the page and into the policy at each load', async () => {
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const response = await get('app://console/index.html');
        const nonce = /nonce="([^"]+)"/.exec(await response.text())![1]!;
        expect(policyOf(response).get('style-src')).toEqual(["'self'", `'nonce-${nonce}'`]);
        return nonce;
      }),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
    expect(nonces[0]!.length).toBeGreaterThanOrEqual(22);
  });

  it('lets the SDK connect to the local stage alone', async () => {
    const response = await get('app://console/');
    expect(policyOf(response).get('connect-src')).toEqual(['http://127.0.0.1:4567', 'ws://127.0.0.1:4567']);
  });

  it('lets the SDK connect to Amazon IVS alone', async () => {
    const response = await get('app://console/', { endpoint: null });
    expect(policyOf(response).get('connect-src')).toEqual(['https://*.live-video.net', 'wss://*.live-video.net']);
  });

  it('takes the origin of an endpoint with a path', async () => {
    const response = await get('app://console/', { endpoint: 'https://proxy.example.com:8443/ivs' });
    expect(policyOf(response).get('connect-src')).toEqual([
      'https://proxy.example.com:8443',
      'wss://proxy.example.com:8443',
    ]);
  });
});

it('the screen of last resort needs no script and says it in both languages', async () => {
  const response = await get('app://console/stopped.html');
  const text = await response.text();
  expect(text).not.toContain('<script');
  expect(text).toContain('重新載入');
  expect(text).toContain('Reload');
});
