/** The operator's figures: now, at the peak, today, over the last hours, and what it costs. Money is in US dollars. */
import { z } from 'zod';
import { cursorSchema, limitSchema, stageArnSchema } from './ids.ts';

/** An IANA time zone, which decides where a day begins: `Asia/Taipei`. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return true;
    } catch {
      return false;
    }
  }, 'not a time zone');

const count = z.number().int().nonnegative();
const amount = z.number().nonnegative();

/** Of one stage, or of all together. `today`: since midnight of the time zone asked for. */
export const figuresSchema = z.object({
  /** Different users present now; a user on two stages is one of them. */
  people: count,
  /** Pairs of user and stage present now: what is paid for. */
  connections: count,
  peakToday: count,
  peakTodayAt: z.iso.datetime().nullable(),
  uniqueToday: count,
  watchMinutesToday: amount,
  billedMinutesToday: amount,
  billedCostToday: amount,
  avoidedMinutesToday: amount,
  avoidedCostToday: amount,
});

export const overviewQuerySchema = z.object({ timeZone: timeZoneSchema.default('UTC') });
export const overviewDataSchema = z.object({
  asOf: z.iso.datetime(),
  pricePerMinute: amount,
  total: figuresSchema,
  stages: z.array(
    figuresSchema.extend({
      stageArn: z.string(),
      /** Warn above this much a day; null: no budget. */
      dailyBudget: amount.nullable(),
      overBudget: z.boolean(),
    }),
  ),
});

export const seriesQuerySchema = z.object({
  stageArn: stageArnSchema.optional(),
  since: z.iso.datetime({ offset: true }),
  until: z.iso.datetime({ offset: true }),
  /** At most this many points come back; the step follows from it. */
  points: z.coerce.number().int().min(2).max(2000).default(600),
});
export const seriesDataSchema = z.object({
  asOf: z.iso.datetime(),
  stepMs: z.number().int().positive(),
  /** `connections`: the most within the step. */
  points: z.array(z.object({ at: z.iso.datetime(), connections: count, billedCost: amount, avoidedCost: amount })),
});

export const costGroups = ['stage', 'viewer', 'day', 'reason'] as const;
/** What the rows are ordered by, over all pages; rows that are equal in it, by their key. */
export const costOrders = ['key', 'sessions', 'billed', 'avoided'] as const;
export const costQuerySchema = z.object({
  by: z.enum(costGroups),
  sort: z.enum(costOrders).default('billed'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  stageArn: stageArnSchema.optional(),
  since: z.iso.datetime({ offset: true }),
  until: z.iso.datetime({ offset: true }),
  timeZone: timeZoneSchema.default('UTC'),
  limit: limitSchema,
  cursor: cursorSchema,
});
/** `key`: the stage's ARN, the userId, the day (`2026-11-22`), or the reason: an end reason of a session, or the signal behind avoided time. */
export const costRowSchema = z.object({
  key: z.string(),
  sessions: count,
  billedMinutes: amount,
  billedCost: amount,
  avoidedMinutes: amount,
  avoidedCost: amount,
});
export const costDataSchema = z.object({
  asOf: z.iso.datetime(),
  pricePerMinute: amount,
  rows: z.array(costRowSchema),
  /** Over all pages. */
  total: costRowSchema.omit({ key: true }),
  nextCursor: z.string().nullable(),
});

/** The price and the budgets are the service's: all consoles see the same. */
export const costSettingsSchema = z.object({
  pricePerMinute: z.number().min(0).max(1000),
  /** By stage ARN, US dollars a day. */
  dailyBudgets: z.record(stageArnSchema, z.number().positive().max(1_000_000)),
});
export const costSettingsChangeSchema = z.object({
  pricePerMinute: z.number().min(0).max(1000).optional(),
  /** null takes a stage's budget away. */
  dailyBudgets: z.record(stageArnSchema, z.number().positive().max(1_000_000).nullable()).optional(),
});

export type Figures = z.infer<typeof figuresSchema>;
export type OverviewData = z.infer<typeof overviewDataSchema>;
export type SeriesData = z.infer<typeof seriesDataSchema>;
export type CostGroup = (typeof costGroups)[number];
export type CostOrder = (typeof costOrders)[number];
export type CostRow = z.infer<typeof costRowSchema>;
export type CostData = z.infer<typeof costDataSchema>;
export type CostSettings = z.infer<typeof costSettingsSchema>;
