import { type SettingDefinition, type SettingName, settingDefinitions } from '../../shared/settings.ts';

const definitions = Object.entries(settingDefinitions) as [SettingName, SettingDefinition][];

/** The setting that an unknown key was probably to be: its flag, its variable, or its name with a slip; null: none is near. */
export function meantBy(key: string): SettingName | null {
  const plain = bare(key);
  const same = definitions.find(([name, { flag, env }]) =>
    [name, flag, env].some((form) => form !== undefined && bare(form) === plain),
  );
  if (same !== undefined) return same[0];
  let best: { name: SettingName | null; slips: number } = { name: null, slips: allowedSlips(plain) + 1 };
  for (const [name] of definitions) {
    const slips = slipsBetween(plain, bare(name));
    if (slips < best.slips) best = { name, slips };
  }
  return best.name;
}

/** `STAGEWATCH_LOG_DAYS`, `log-days` and `logDays` are one. */
const bare = (key: string) =>
  key
    .replace(/^-+|^STAGEWATCH_/, '')
    .replaceAll(/[-_\s]/g, '')
    .toLowerCase();

const allowedSlips = (key: string) => Math.max(1, Math.floor(key.length / 4));

/** Letters to add, drop, change or swap with the next (optimal string alignment). */
function slipsBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 8 || one.length > 64) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwap ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(changed, swapped, row[j]! + 1, next[j - 1]! + 1));
    }
    before = row;
    row = next;
  }
  return row[other.length]!;
}
