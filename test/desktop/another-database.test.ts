import { expect, test } from 'vitest';
import { watchDatabase } from '../../electron/desktop/another-database.ts';

test('another database than before is told, once; the first one, and a service that does not say, are not', () => {
  let times = 0;
  const hear = watchDatabase(() => {
    times += 1;
  });
  const store = { status: 'ok' } as const;
  for (const database of [undefined, 'a', 'a', undefined, 'a']) hear({ store, ...(database && { database }) });
  expect(times).toBe(0);
  hear({ store, database: 'b' });
  hear({ store, database: 'b' });
  expect(times).toBe(1);
});
