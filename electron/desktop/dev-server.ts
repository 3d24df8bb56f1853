import { contentSecurityPolicy } from './content-security-policy.ts';

/**
 * Where electron-vite serves the renderer while we develop, else undefined. `import.meta.env.DEV` is a constant to the
 * build: a built app has none of this and never looks at that variable.
 */
export const devServer: string | undefined = import.meta.env.DEV ? process.env.ELECTRON_RENDERER_URL : undefined;

/** Hands a request on to the development server, under our own address and with a policy that lets hot reloading work. */
export async function serveFromDevServer(
  request: Pick<Request, 'url'>,
  server: string,
  stageEndpoint: string | null,
): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const { status, headers, body } = await fetch(new URL(pathname + search, server));
  const { host } = new URL(server);
  const policy = contentSecurityPolicy(stageEndpoint, 'none')
    .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
    .replace("style-src 'self' 'nonce-none'", "style-src 'self' 'unsafe-inline'")
    .replace('connect-src', `connect-src 'self' http://${host} ws://${host}`);
  const type = headers.get('content-type') ?? 'application/octet-stream';
  return new Response(body, { status, headers: { 'content-type': type, 'content-security-policy': policy } });
}
