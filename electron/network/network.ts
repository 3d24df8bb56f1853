/** How the service's connections leave this machine: through which proxy, and whom they trust. */
import type { AgentOptions } from 'node:https';
import type { Settings } from '../../shared/settings.ts';
import { chooseProxy } from './proxy.ts';
import { type Trust, trustCertificates } from './trust.ts';

export type NetworkSettings = Pick<Settings, 'proxy' | 'caFile'>;

export interface Network {
  /**
   * Whoever opens a TLS connection waits for it. The certificates are read at the first call, which some systems take long over: a
   * start that needs none waits for none. Never rejects. null: nothing beyond this machine is asked.
   */
  trusted(): Promise<Trust | null>;
  /** For every https agent. */
  readonly agentOptions: AgentOptions;
  /** `http://proxy.example.com:3128`; null: none. */
  readonly proxy: string | null;
  /** A variable of the environment that should name a proxy and does not. */
  readonly refusedProxy: string | null;
}

/** For who asks nobody but this machine (the local stage). */
export const localNetwork: Network = {
  trusted: async () => null,
  agentOptions: {},
  proxy: null,
  refusedProxy: null,
};

/**
 * @param onTrust told once, when the certificates have been read
 * @param env where the setting names no proxy: `HTTPS_PROXY`, `NO_PROXY`
 */
export function openNetwork(
  settings: NetworkSettings,
  onTrust: (trust: Trust) => void = () => {},
  env: Readonly<Record<string, string | undefined>> = process.env,
): Network {
  const { route, shown, refused } = chooseProxy(settings, env);
  let trust: Promise<Trust> | undefined;

  async function trustOnce(): Promise<Trust> {
    const found = await trustCertificates(settings.caFile);
    onTrust(found);
    return found;
  }

  return {
    trusted() {
      trust ??= trustOnce();
      return trust;
    },
    agentOptions: route === null ? {} : { proxyEnv: { ...route } },
    proxy: shown,
    refusedProxy: refused,
  };
}
