/**
 * The console's Content-Security-Policy: own files only, no inline script, no eval. Mantine writes its run-time styles
 * into style elements that carry the nonce.
 * @param stageEndpoint origin of the local stage (or of another endpoint); null: Amazon IVS itself
 * @param nonce fresh for each page load
 */
export function contentSecurityPolicy(stageEndpoint: string | null, nonce: string): string {
  const directives: Record<string, string> = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': `'self' 'nonce-${nonce}'`,
    'font-src': "'self'",
    'img-src': "'self' data: blob:",
    'media-src': "'self' blob: mediastream:",
    'worker-src': "'self' blob:",
    'connect-src': stageSources(stageEndpoint).join(' '),
    'frame-src': "'none'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
  };
  return Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');
}

/** Where the SDK may connect to: the endpoint's http and ws origins, or the hosts of Amazon IVS. */
export function stageSources(stageEndpoint: string | null): string[] {
  if (stageEndpoint === null) return ['https://*.live-video.net', 'wss://*.live-video.net'];
  const { origin } = new URL(stageEndpoint);
  return [origin, origin.replace(/^http/, 'ws')];
}
