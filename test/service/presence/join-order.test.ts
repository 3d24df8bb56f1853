/** The order in which viewers came, paged by keyset. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JoinOrder } from '../../../electron/service/presence/join-order.ts';

const items = (...numbers: number[]) => numbers.map((joinNumber) => ({ joinNumber }));

function orderOf(list: readonly { joinNumber: number }[]): JoinOrder<{ joinNumber: number }> {
  const order = new JoinOrder<{ joinNumber: number }>();
  for (const item of list) order.add(item);
  return order;
}

/** Walks all pages as a client does: each begins after the last item of the one before. */
function walk(order: JoinOrder<{ joinNumber: number }>, limit: number): number[] {
  const seen: number[] = [];
  for (let page = order.page(0, limit); page.length > 0; page = order.page(seen.at(-1) ?? 0, limit)) {
    seen.push(...page.map(({ joinNumber }) => joinNumber));
  }
  return seen;
}

test('a page holds who joined after the cursor, oldest first, and no more than the limit', () => {
  const order = orderOf(items(1, 2, 5, 9));
  expect(order.page(0, 2)).toEqual(items(1, 2));
  expect(order.page(2, 2)).toEqual(items(5, 9));
  expect(order.page(9, 2)).toEqual([]);
});

test('a cursor stays good when the viewer it points at has left', () => {
  const list = items(1, 2, 3, 4);
  const order = orderOf(list);
  order.remove(list[1]!);
  expect(order.page(2, 10)).toEqual(items(3, 4));
});

test('removing somebody who is not in it takes out nobody', () => {
  const order = orderOf(items(1, 2));
  order.remove({ joinNumber: 2 });
  order.remove({ joinNumber: 7 });
  expect(order.page(0, 10)).toEqual(items(1, 2));
});

test('pages add up to exactly those who are in it, in their order, whoever came and went', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3_000 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      fc.integer({ min: 1, max: 700 }),
      (count, chances, limit) => {
        const list = items(...Array.from({ length: count }, (_, index) => index + 1));
        const order = orderOf(list);
        const leaving = new Set(list.filter(() => chances.next().value > 0.3));
        for (const item of leaving) order.remove(item);
        order.add({ joinNumber: count + 1 });
        const staying = list.filter((item) => !leaving.has(item)).map(({ joinNumber }) => joinNumber);
        expect(walk(order, limit)).toEqual([...staying, count + 1]);
      },
    ),
    { numRuns: 60 },
  );
});
