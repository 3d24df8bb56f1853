/**
 * `npm run bench -- [--json] [--only NAME[/PART]]`: runs every file beside this one that exports `figures`.
 * Exit code 1 if a figure misses its goal.
 */
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Bench, Figures } from './support/figures.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } });
const [only, part] = values.only?.split('/') ?? [];
const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && name !== 'run.ts' && (only === undefined || name === `${only}.ts`))
  .sort();
if (files.length === 0) throw new Error(`There is no benchmark ${values.only}.`);

const all: Figures = {};
for (const file of files) {
  const { figures } = (await import(new URL(file, import.meta.url).href)) as { figures: Bench };
  Object.assign(all, await figures((line) => process.stderr.write(`${file.replace('.ts', '')}: ${line}\n`), part));
}

if (values.json) {
  process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
} else {
  for (const [name, { value, unit, goal, holds }] of Object.entries(all)) {
    process.stdout.write(`${holds ? '  ' : '✗ '}${name.padEnd(64)} ${`${value} ${unit}`.padEnd(18)} ${goal}\n`);
  }
}
process.exit(Object.values(all).every(({ holds }) => holds) ? 0 : 1);
