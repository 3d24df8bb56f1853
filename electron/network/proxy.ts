/** Which proxy the service's connections to AWS go through. Pure. */
import type { Settings } from '../../shared/settings.ts';

/** As Node's `proxyEnv` of an https agent takes it. */
export interface ProxyRoute {
  HTTPS_PROXY: string;
  NO_PROXY: string;
}

export interface ChosenProxy {
  /** null: straight to AWS. */
  route: ProxyRoute | null;
  /** `http://proxy.example.com:3128`, without a name and a password: may be shown and logged. */
  shown: string | null;
  /** A variable of the environment that names no proxy: it is not used. */
  refused: string | null;
}

/** Never through a proxy: this machine itself. */
const LOOPBACK = ['localhost', '127.0.0.1', '::1', '[::1]'];

/**
 * The setting `proxy`, else what `HTTPS_PROXY` says, which many a machine has for all programs: where that is nonsense, it ends no
 * start. Small letters go before capitals, and `NO_PROXY` counts in both cases, as Node, curl and others have it.
 */
export function chooseProxy(
  { proxy }: Pick<Settings, 'proxy'>,
  env: Readonly<Record<string, string | undefined>>,
): ChosenProxy {
  if (proxy === 'none') return { route: null, shown: null, refused: null };
  const variable = (['https_proxy', 'HTTPS_PROXY'] as const).find((name) => env[name]);
  const given = proxy ?? (variable === undefined ? undefined : env[variable]);
  if (given === undefined) return { route: null, shown: null, refused: null };
  const url = proxyUrl(given);
  if (url === null) return { route: null, shown: null, refused: variable ?? 'proxy' };
  const NO_PROXY = [...(env.no_proxy || env.NO_PROXY || '').split(','), ...LOOPBACK]
    .map((host) => host.trim())
    .filter(Boolean)
    .join(',');
  return { route: { HTTPS_PROXY: url.href, NO_PROXY }, shown: url.origin, refused: null };
}

/** `proxy.example.com:3128` is common where curl reads it too. */
function proxyUrl(given: string): URL | null {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null;
}
