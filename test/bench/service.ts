/** The service's figures: heartbeats, joins, the sweep, the log (docs/quality.md, "Speed"). */
import { heartbeats } from './service/heartbeats.ts';
import type { Bench } from './support/figures.ts';

export const figures: Bench = async (tell) => ({
  ...(await heartbeats(tell)),
});
