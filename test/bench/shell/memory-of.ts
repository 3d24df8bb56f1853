import { readdirSync, readFileSync } from 'node:fs';

/** Proportional set size in MB: what is shared with other processes counts by its share. */
export interface Memory {
  main: number;
  renderer: number;
}

/**
 * What a running app holds: its main process (on Chromium the stand-in's Node and the browser process, which are one
 * process in Electron) and its page's process. Linux only.
 */
export function memoryOf(pid: number): Memory {
  const family = withDescendants(pid).map((each) => ({ pid: each, command: commandOf(each) }));
  const renderers = family.filter(({ command }) => command.includes('--type=renderer'));
  const others = family.filter(
    ({ pid: each, command }) => each === pid || (isBrowser(command) && !command.includes('--type=')),
  );
  return {
    main: others.reduce((sum, each) => sum + pssMb(each.pid), 0),
    renderer: Math.max(0, ...renderers.map((each) => pssMb(each.pid))),
  };
}

const isBrowser = (command: string): boolean => /(^|\/)(chromium|chrome|electron)(\0|$)/.test(command.split(' ')[0]!);

function withDescendants(pid: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // "pid (name) state ppid": the name may hold anything, so from its last bracket on.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    } catch {
      // Gone meanwhile.
    }
  }
  const found = [pid];
  for (const each of found) found.push(...(parents.get(each) ?? []));
  return found;
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function pssMb(pid: number): number {
  try {
    const kb = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kb ?? 0) / 1024;
  } catch {
    return 0;
  }
}
