import { expect, it } from 'vitest';
import { hrefOf, routeOf, routes } from '../../../renderer/app/route.ts';

it('each page has a hash of its own', () => {
  for (const route of routes) expect(routeOf(hrefOf(route))).toBe(route);
});

it.each(['', '#', '#/', '#/nowhere', '#/log/1', 'log'])('%j leads to the stage', (hash) => {
  expect(routeOf(hash)).toBe('stage');
});
