/** The timings of the settings page while the service serves: the next sweep goes by them, nobody's session ends by it. */
import { expect, test } from 'vitest';
import { STAGE, startAudience } from '../support/audience.ts';

test('a longer timeout keeps who has fallen silent, a shorter one gives them up at the next sweep', async () => {
  const { viewers, clock } = await startAudience();
  await viewers.token({ stageArn: STAGE, userId: 'till-1' });
  viewers.retime({ heartbeatIntervalMs: 60_000, heartbeatTimeoutMs: 120_000 });
  expect(viewers.heartbeatIntervalMs()).toBe(60_000);
  clock.advance(119_999);
  viewers.sweep();
  expect(viewers.presence.size).toBe(1);
  viewers.retime({ heartbeatIntervalMs: 5_000, heartbeatTimeoutMs: 10_000 });
  expect(viewers.presence.size).toBe(1);
  viewers.sweep();
  expect(viewers.presence.size).toBe(0);
});
