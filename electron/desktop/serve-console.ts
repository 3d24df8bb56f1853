import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isOwnUrl, STOPPED_URL } from './app-address.ts';
import { assetFor } from './assets.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { stoppedPage } from './stopped-page.ts';

/** Stands in index.html where the nonce of this load belongs. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/** GET only; whatever is not a file of ours is not found, however it is spelled. */
export async function serveConsole(
  request: Pick<Request, 'method' | 'url'>,
  folder: string,
  stageEndpoint: string | null,
): Promise<Response> {
  if (request.method !== 'GET') return refusal(405, { allow: 'GET' });
  if (!isOwnUrl(request.url)) return refusal(404);
  const nonce = randomBytes(16).toString('base64url');
  const headers = {
    'content-security-policy': contentSecurityPolicy(stageEndpoint, nonce),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
  if (request.url === STOPPED_URL) {
    return new Response(stoppedPage(nonce), { headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } });
  }
  const asset = assetFor(request.url, folder);
  const content = asset && (await readFile(asset.path).catch(() => null));
  if (!asset || !content) return refusal(404);
  const body = asset.path.endsWith('.html') ? content.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : content;
  return new Response(body as BodyInit, { headers: { ...headers, 'content-type': asset.mimeType } });
}

function refusal(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { 'x-content-type-options': 'nosniff', ...headers } });
}
