import { isOwnUrl } from './app-address.ts';

const LOCAL_NETWORK = ['local-network-access', 'local-network', 'loopback-network'];

/**
 * Whatever a page asks for is denied, but the network of this machine where the stage lies there.
 * @param local the stage's endpoint lies on this machine or in its network
 */
export function isPermitted(permission: string, requestingUrl: string, local: boolean): boolean {
  return local && LOCAL_NETWORK.includes(permission) && isOwnUrl(requestingUrl);
}
