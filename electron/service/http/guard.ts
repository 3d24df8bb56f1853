import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../../settings/parse.ts';
import { ApiError } from './errors.ts';
import { hints } from './messages.ts';

/** The console's own pages (electron/desktop/app-address.ts); they need the key like everybody. */
export const OWN_ORIGIN = 'app://console';

export interface GuardOptions {
  apiKey: string;
  /** The address we listen on. */
  host: string;
  /** Names under which we may be called beside loopback, with or without a port. */
  allowedHosts: readonly string[];
  /** Exact origins of other people's pages. */
  allowedOrigins: readonly string[];
}

export interface Guard {
  /** The real port, known once we listen. */
  setPort(port: number): void;
  /**
   * Host, then Origin: against DNS rebinding and pages on the internet, before anything else is looked at.
   * @returns the origin to answer with CORS headers, if the caller is a page on another origin
   * @throws ApiError FORBIDDEN_ORIGIN
   */
  checkSite(headers: IncomingHttpHeaders): string | undefined;
  /** @throws ApiError UNAUTHORIZED */
  checkKey(headers: IncomingHttpHeaders, url: string): void;
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const KEY_PARAMETER = /[?&](x-)?(api[-_]?)?key=/i;
const MAX_KEY_BYTES = 256;

export function createGuard(options: GuardOptions): Guard {
  const names = [...LOOPBACK_NAMES];
  if (!isLoopback(options.host) && options.host !== '0.0.0.0' && options.host !== '::') {
    names.push(options.host.includes(':') && !options.host.startsWith('[') ? `[${options.host}]` : options.host);
  }
  let authorities = new Set<string>();
  let origins = new Set<string>();
  setPort(80);

  function setPort(port: number): void {
    const withPort = (name: string) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]);
    const configured = options.allowedHosts.flatMap((name) =>
      /:\d+$/.test(name) ? [name] : [...withPort(name), name],
    );
    authorities = new Set([...names.flatMap(withPort), ...configured].map((name) => name.toLowerCase()));
    const own = [...authorities].flatMap((name) => [`http://${name}`, `https://${name}`]);
    origins = new Set([OWN_ORIGIN, ...own, ...options.allowedOrigins]);
  }

  const hasKey = keyCheck(options.apiKey);

  return {
    setPort,
    checkSite({ host, origin }) {
      if (host === undefined || !(authorities.has(host) || authorities.has(host.toLowerCase()))) {
        throw new ApiError('FORBIDDEN_ORIGIN', { details: { host: host?.slice(0, 256) ?? null } });
      }
      if (origin !== undefined && !origins.has(origin)) {
        throw new ApiError('FORBIDDEN_ORIGIN', { details: { origin: origin.slice(0, 256) } });
      }
      return origin;
    },
    checkKey(headers, url) {
      if (url.includes(options.apiKey) || (url.includes('?') && KEY_PARAMETER.test(url))) {
        throw new ApiError('UNAUTHORIZED', { text: hints.keyInUrl });
      }
      if (!hasKey(headers['x-api-key'])) throw new ApiError('UNAUTHORIZED');
    },
  };
}

/** Compares in the same time whatever was given: both keys are padded to one length first. */
function keyCheck(apiKey: string): (given: string | string[] | undefined) => boolean {
  const expected = Buffer.alloc(MAX_KEY_BYTES);
  expected.write(apiKey, 'latin1');
  const padded = Buffer.alloc(MAX_KEY_BYTES);
  let used = 0;
  return (given) => {
    if (typeof given !== 'string' || given.length > MAX_KEY_BYTES) return false;
    const length = padded.write(given, 'latin1');
    if (length < used) padded.fill(0, length, used);
    used = length;
    return timingSafeEqual(padded, expected);
  };
}
