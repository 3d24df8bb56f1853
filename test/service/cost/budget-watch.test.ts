/** A budget that is crossed is told once a day and stage, a restart in between or not. */
import { expect, onTestFinished, test } from 'vitest';
import { createBudgetWatch } from '../../../electron/service/cost/budget-watch.ts';
import { createCostSettings } from '../../../electron/service/cost/settings.ts';
import type { OverviewData } from '../../../shared/api.ts';
import { STAGE } from '../support/audience.ts';
import { openEngineStore } from '../support/engine-store.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { createTestClock } from '../support/test-clock.ts';

const HOUR_MS = 3_600_000;

test('once a day of this machine', async () => {
  const clock = createTestClock(Date.parse('2026-03-01T10:00:00Z')); // 18:00 in Taipei
  const store = openEngineStore(tempFolder());
  onTestFinished(() => store.close());
  const settings = createCostSettings({ store, clock, startPrice: 0.006 });
  await settings.change({ dailyBudgets: { [STAGE]: 1 } });
  let spent = 0.9;
  const overview = async () =>
    ({
      stages: [{ stageArn: STAGE, billedCostToday: spent, dailyBudget: 1, overBudget: spent > 1 }],
    }) as OverviewData;
  const start = () => createBudgetWatch({ settings, overview, store, clock, timeZone: () => 'Asia/Taipei' });
  const told = async () => (await store.log({ type: 'cost.over-budget' }, undefined, 10)).map(({ details }) => details);

  const first = start();
  await first.check();
  expect(await told()).toEqual([]);
  spent = 1.2;
  await first.check();
  await first.check();
  expect(await told()).toEqual([{ dailyBudget: 1, spent: 1.2, day: '2026-03-01' }]);

  await start().check();
  expect(await told()).toHaveLength(1);

  clock.advance(7 * HOUR_MS); // the next day in Taipei, the same in UTC
  await first.check();
  expect(await told()).toHaveLength(2);
});
