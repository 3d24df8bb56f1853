import type {
  CostData,
  CostGroup,
  CostSettings,
  DriftData,
  Figures,
  OverviewData,
  SeriesData,
  StagesData,
} from '../../../shared/api.ts';

/** What the overview and the cost page are told: two stages, one of them over its budget and not live. */
export const STAGE_A = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
export const STAGE_B = `${STAGE_A}2`;

const PRICE = 0.006;
const now = () => new Date().toISOString();

const figures = (connections: number, more: Partial<Figures> = {}): Figures => ({
  people: connections,
  connections,
  peakToday: connections + 4,
  peakTodayAt: new Date(Date.now() - 5_400_000).toISOString(),
  uniqueToday: connections * 3,
  watchMinutesToday: 412.7,
  billedMinutesToday: 412.7,
  billedCostToday: 412.7 * PRICE,
  avoidedMinutesToday: 96.3,
  avoidedCostToday: 96.3 * PRICE,
  ...more,
});

export const overview = (more: Partial<OverviewData> = {}): OverviewData => ({
  asOf: now(),
  pricePerMinute: PRICE,
  total: figures(9, { people: 8, uniqueToday: 25, watchMinutesToday: 655.2, billedMinutesToday: 655.2 }),
  stages: [
    { ...figures(6), stageArn: STAGE_A, dailyBudget: 5, overBudget: false },
    { ...figures(3, { billedCostToday: 1.455 }), stageArn: STAGE_B, dailyBudget: 1.2, overBudget: true },
  ],
  ...more,
});

export const stages = (more: Partial<StagesData> = {}): StagesData => ({
  stages: [
    {
      stageArn: STAGE_A,
      name: 'Main hall',
      isDefault: true,
      currentViewers: 6,
      publishing: {
        state: 'live',
        asOf: now(),
        publishers: [{ participantId: 'testcard', userId: 'test-card' }],
        validForMs: 600_000,
      },
    },
    {
      stageArn: STAGE_B,
      name: '第二舞台',
      isDefault: false,
      currentViewers: 3,
      publishing: { state: 'not-live', asOf: now(), publishers: [], validForMs: 600_000 },
    },
  ],
  source: 'settings',
  asOf: now(),
  problem: null,
  ...more,
});

export const drift = (more: Partial<DriftData> = {}): DriftData => ({
  asOf: now(),
  graceMs: 30_000,
  ghosts: [
    {
      kind: 'only-there',
      stageArn: STAGE_A,
      userId: 'kiosk-09',
      participantId: 'GhOsT0000001',
      since: new Date(Date.now() - 300_000).toISOString(),
      remedy: 'Remove it.',
    },
  ],
  problem: null,
  ...more,
});

/** An hour of points up to now, one every ten seconds. */
export function series(hours = 1): SeriesData {
  const [stepMs, count] = [10_000 * hours, 360];
  const end = Math.floor(Date.now() / stepMs) * stepMs;
  const points = Array.from({ length: count }, (_, index) => {
    const connections = Math.max(0, Math.round(5 + 4 * Math.sin(index / 24) + 2 * Math.sin(index / 5)));
    return {
      at: new Date(end - (count - 1 - index) * stepMs).toISOString(),
      connections,
      billedCost: (connections * stepMs * PRICE) / 60_000,
      avoidedCost: (Math.max(0, 6 - connections) * stepMs * PRICE) / 60_000,
    };
  });
  return { asOf: now(), stepMs, points };
}

const row = (key: string, sessions: number, billedMinutes: number, avoidedMinutes: number) => ({
  key,
  sessions,
  billedMinutes,
  billedCost: billedMinutes * PRICE,
  avoidedMinutes,
  avoidedCost: avoidedMinutes * PRICE,
});
const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toLocaleDateString('sv');

const rows: Record<CostGroup, CostData['rows']> = {
  stage: [row(STAGE_A, 31, 412.7, 96.3), row(STAGE_B, 12, 242.5, 0)],
  viewer: [
    row('till-07', 9, 201.2, 60.1),
    row('收銀台-12', 7, 180.4, 20.2),
    row('<b>viewer</b> with a rather long name =1+1 👩‍🍳@branch.example.com', 3, 33.3, 0),
    ...Array.from({ length: 40 }, (_, index) => row(`kiosk-${10 + index}`, 1 + (index % 3), 40 - index, index / 3)),
  ],
  day: Array.from({ length: 7 }, (_, index) => row(dayBefore(6 - index), 6 + index, 60 + 31 * index, 40 - 5 * index)),
  reason: [
    row('idle', 22, 300.5, 0),
    row('left', 8, 120.3, 0),
    row('timed-out', 3, 34.4, 0),
    row('minimized', 9, 0, 51.2),
    row('locked', 6, 0, 30.1),
    row('another-page', 7, 0, 15),
  ],
};

export const cost = (by: CostGroup): CostData => ({
  asOf: now(),
  pricePerMinute: PRICE,
  rows: rows[by],
  total: {
    sessions: 43,
    billedMinutes: 655.2,
    billedCost: 655.2 * PRICE,
    avoidedMinutes: 96.3,
    avoidedCost: 96.3 * PRICE,
  },
  nextCursor: null,
});

export const costSettings: CostSettings = { pricePerMinute: PRICE, dailyBudgets: { [STAGE_A]: 5, [STAGE_B]: 1.2 } };
