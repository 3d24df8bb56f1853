import { describe, expect, test } from 'vitest';
import { failed, fine, skipped, text, warning } from '../../../electron/service/connection/finding.ts';
import { type CheckDefinition, runChecks } from '../../../electron/service/connection/run-checks.ts';

const said = text('好', 'fine');
const check = (name: string, more: Partial<CheckDefinition> = {}): CheckDefinition => ({
  name,
  run: async () => fine(said),
  ...more,
});
const run = async (...definitions: CheckDefinition[]) =>
  (await runChecks(definitions, { limitMs: 5_000 })).map(({ name, status }) => `${name} ${status}`);

describe('checks', () => {
  test('run at once where none builds on another', async () => {
    let running = 0;
    const both = Promise.withResolvers<void>();
    const meet = async () => {
      running += 1;
      if (running === 2) both.resolve();
      await both.promise;
      return fine(said);
    };
    expect(await run(check('a', { run: meet }), check('b', { run: meet }))).toEqual(['a ok', 'b ok']);
  });

  test('that build on a failed or skipped one are skipped and name it, down the line', async () => {
    const results = await runChecks(
      [check('a', { run: async () => failed(said, said) }), check('b', { needs: ['a'] }), check('c', { needs: ['b'] })],
      { limitMs: 5_000 },
    );
    expect(results.map(({ status, details }) => [status, details.needs])).toEqual([
      ['failed', undefined],
      ['skipped', 'a'],
      ['skipped', 'b'],
    ]);
  });

  test('go on after a warning, and after one that they only wait for', async () => {
    const worried = check('a', { run: async () => warning(said, said) });
    const passed = check('b', { run: async () => skipped(said) });
    expect(await run(worried, passed, check('c', { needs: ['a'], after: ['b'] }))).toEqual([
      'a warning',
      'b skipped',
      'c ok',
    ]);
  });

  test('that throw have failed, and the others go on', async () => {
    const broken = check('a', {
      run: async () => {
        throw new TypeError('oops');
      },
    });
    expect(await run(broken, check('b'))).toEqual(['a failed', 'b ok']);
  });

  test('that do not end in time have failed', async () => {
    const endless = check('a', { run: () => new Promise(() => {}) });
    const results = await runChecks([endless, check('b')], { limitMs: 20 });
    expect(results.map(({ status }) => status)).toEqual(['failed', 'ok']);
    expect(results[0]?.details).toEqual({ error: 'Timeout' });
  });

  test('are told as each ends', async () => {
    const told: string[] = [];
    await runChecks([check('a', { after: [] }), check('b', { needs: ['a'] })], {
      limitMs: 5_000,
      onFinding: ({ name }) => told.push(name),
    });
    expect(told).toEqual(['a', 'b']);
  });
});
