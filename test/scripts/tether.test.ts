import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

/** A program that runs `cat` on a tether and is given something to read; resolves with what `cat` had of it. */
async function catOf(options: object, given: string): Promise<{ said: string; code: number | null }> {
  const tether = new URL('../../scripts/lib/tether.ts', import.meta.url).href;
  const program = `
    import { spawnTethered } from ${JSON.stringify(tether)};
    process.exitCode = await spawnTethered('cat', [], ${JSON.stringify(options)}).ended;
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => {}); // whoever reads nothing has ended before
  child.stdin.end(given);
  const code = new Promise<number | null>((ended) => child.once('exit', ended));
  return { said: await text(child.stdout), code: await code };
}

describe('what a tethered child reads', () => {
  it('is what we are given, where it is to read', async () => {
    expect(await catOf({ reads: true }, '246802\n')).toEqual({ said: '246802\n', code: 0 });
  });

  it('is nothing otherwise', async () => {
    expect(await catOf({}, '246802\n')).toEqual({ said: '', code: 0 });
  });
});
