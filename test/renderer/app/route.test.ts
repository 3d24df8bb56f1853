import { describe, expect, it } from 'vitest';
import { hrefOf, placeOf, routes } from '../../../renderer/app/route.ts';

describe('a place in the console', () => {
  it('is a page with a hash of its own', () => {
    for (const route of routes) expect(placeOf(hrefOf(route)).route).toBe(route);
  });

  it('carries what the page shows, whatever is in it', () => {
    const params = new URLSearchParams({ q: '小明 & <b>?#/', type: 'sdk.error' });
    const place = placeOf(hrefOf('log', params));
    expect(place.route).toBe('log');
    expect([...place.params]).toEqual([...params]);
  });

  it.each(['', '#', '#/', '#/nowhere', '#/log/1', 'log', '#/nowhere?q=1'])('%j leads to the stage', (hash) => {
    expect(placeOf(hash)).toEqual({ route: 'stage', params: new URLSearchParams() });
  });
});
