import { runPacked } from './support/run-packed.ts';
import { expect, test, untilWatching } from './support/test.ts';

test('what is packed is whole: live picture, database and log, from the packed files alone', async ({ launch }) => {
  const app = await launch({ start: runPacked });
  await untilWatching(app);

  expect(await app.viewers()).toHaveLength(1);
  expect(await app.logTypes()).toEqual(expect.arrayContaining(['token.issued', 'presence.joined']));
  const files = await app.page(() => [...document.styleSheets, ...document.scripts].length);
  expect(files, 'the console brings its own style and code').toBeGreaterThan(0);
  expect(app.output()).not.toMatch(/Cannot find (module|package)|ERR_MODULE_NOT_FOUND/);
});
