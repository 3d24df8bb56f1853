/** The service's figures: heartbeats, writing behind, joins, the sweep, the log (docs/quality.md, "Speed"). */
import { behind } from './service/behind.ts';
import { consoleData } from './service/console-data.ts';
import { heartbeats } from './service/heartbeats.ts';
import { joins } from './service/joins.ts';
import { sweep } from './service/sweep.ts';
import type { Bench } from './support/figures.ts';

export const figures: Bench = async (tell) => ({
  ...(await heartbeats(tell)),
  ...(await behind(tell)),
  ...(await joins(tell)),
  ...(await sweep(tell)),
  ...(await consoleData(tell)),
});
