import { useMemo, useSyncExternalStore } from 'react';

/** In the order of the navigation; the n-th is the shortcut n. */
export const routes = ['stage', 'overview', 'participants', 'log', 'cost', 'connection', 'settings'] as const;
export type NavRoute = (typeof routes)[number];
/** A page that nothing in the navigation leads to: an opened support bundle. */
export type Route = NavRoute | 'bundle';
const allRoutes: readonly Route[] = [...routes, 'bundle'];

/** Where the video is on screen: there the viewing session is looked at. */
export const showsStage = (route: Route): boolean => route === 'stage' || route === 'overview';

/** Where one is: a page and what it shows of it, so that a view can be linked: `#/log?type=sdk.error&q=kiosk`. */
export interface Place {
  route: Route;
  params: URLSearchParams;
}

/** The place that a hash names; the stage for any other. */
export function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.split('?', 2);
  const route = allRoutes.find((each) => path === `#/${each}`);
  return route === undefined
    ? { route: 'stage', params: new URLSearchParams() }
    : { route, params: new URLSearchParams(query) };
}

export function hrefOf(route: Route, params: URLSearchParams = new URLSearchParams()): string {
  return params.size === 0 ? `#/${route}` : `#/${route}?${params}`;
}

export const currentPlace = () => placeOf(window.location.hash);

/** Told of each change of place, by link, by history or by `goTo`. Returns its disposer. */
export function onPlaceChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(onPlaceChange, () => window.location.hash);
  return useMemo(() => placeOf(hash), [hash]);
}

export const useRoute = (): Route => usePlace().route;

export function goTo(route: Route, params?: URLSearchParams): void {
  window.location.hash = hrefOf(route, params);
}

/** Changes what the page shows, without another step in the history: typing in a search box is no journey. */
export function replaceParams(change: (params: URLSearchParams) => void): void {
  const { route, params } = currentPlace();
  change(params);
  if (hrefOf(route, params) === window.location.hash) return;
  window.history.replaceState(null, '', hrefOf(route, params));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
