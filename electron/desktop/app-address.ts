/** The console's own address: one scheme, one host. Whatever lies elsewhere is foreign. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'console';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const CONSOLE_URL = `${APP_ORIGIN}/index.html`;
/** Shown instead of the console after it crashed too often; has no script of its own. */
export const STOPPED_URL = `${APP_ORIGIN}/stopped.html`;

/** Whether a URL is one of ours. Node gives `app:` no origin of its own, so scheme and host are compared. */
export function isOwnUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.protocol === `${APP_SCHEME}:` && parsed.host === APP_HOST;
}
