/** The service's figures: heartbeats, writing behind, joins, the sweep, the log (docs/quality.md, "Speed"). */
import { behind } from './service/behind.ts';
import { consoleData } from './service/console-data.ts';
import { heartbeats } from './service/heartbeats.ts';
import { joins } from './service/joins.ts';
import { sweep } from './service/sweep.ts';
import type { Bench, Figures } from './support/figures.ts';

const parts: Readonly<Record<string, Bench>> = { heartbeats, behind, joins, sweep, 'console-data': consoleData };

export const figures: Bench = async (tell, only) => {
  const names = only === undefined ? Object.keys(parts) : [only];
  const all: Figures = {};
  for (const name of names) {
    const part = parts[name];
    if (part === undefined)
      throw new Error(`The service's figures have no part ${name}: ${Object.keys(parts).join(', ')}.`);
    Object.assign(all, await part(tell));
  }
  return all;
};
