import { useSyncExternalStore } from 'react';

export const routes = ['stage', 'participants', 'log'] as const;
export type Route = (typeof routes)[number];

/** The page that a hash names; the stage for any other. */
export const routeOf = (hash: string): Route => routes.find((route) => hash === `#/${route}`) ?? 'stage';

export const hrefOf = (route: Route) => `#/${route}`;

export const currentRoute = () => routeOf(window.location.hash);

export function onRouteChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export const useRoute = (): Route => useSyncExternalStore(onRouteChange, currentRoute);

export function goTo(route: Route): void {
  window.location.hash = hrefOf(route);
}
