/** How the service's connections leave this machine: through which proxy, and whom they trust. */
import type { AgentOptions } from 'node:https';
import type { Settings } from '../../shared/settings.ts';
import { chooseProxy } from './proxy.ts';
import { type Trust, trustCertificates } from './trust.ts';

export type NetworkSettings = Pick<Settings, 'proxy' | 'caFile'>;

export interface Network {
  /** Whoever opens a TLS connection waits for it. Never rejects. null: nothing beyond this machine is asked. */
  readonly ready: Promise<Trust | null>;
  /** For every https agent. */
  readonly agentOptions: AgentOptions;
  /** `http://proxy.example.com:3128`; null: none. */
  readonly proxy: string | null;
  /** A variable of the environment that should name a proxy and does not. */
  readonly refusedProxy: string | null;
}

/** For who asks nobody but this machine (the local stage). */
export const localNetwork: Network = {
  ready: Promise.resolve(null),
  agentOptions: {},
  proxy: null,
  refusedProxy: null,
};

/** @param env where the setting names no proxy: `HTTPS_PROXY`, `NO_PROXY` */
export function openNetwork(
  settings: NetworkSettings,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Network {
  const { route, shown, refused } = chooseProxy(settings, env);
  return {
    ready: trustCertificates(settings.caFile),
    agentOptions: route === null ? {} : { proxyEnv: { ...route } },
    proxy: shown,
    refusedProxy: refused,
  };
}
