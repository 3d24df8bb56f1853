import { expect, test } from 'vitest';
import { parseSettings } from '../../electron/settings/parse.ts';
import { secretsToEnvironment } from '../../scripts/lib/secrets-to-environment.ts';

const KEY = 'a-key=of-your-own-1';

for (const given of [
  ['--api-key', KEY],
  [`--api-key=${KEY}`],
  ['--api-key', 'an-earlier-key-of-mine', '--api-key', KEY],
]) {
  test(`the key of \`${given.join(' ')}\` leaves the command line and means the same`, () => {
    const args = ['--local-stage', ...given, '--port', '0'];
    const handed = secretsToEnvironment(args);
    expect(handed).toEqual({ args: ['--local-stage', '--port', '0'], env: { STAGEWATCH_API_KEY: KEY } });
    expect(parseSettings(handed.args, handed.env).settings).toEqual(parseSettings(args, {}).settings);
  });
}

test('without a key nothing changes, and the environment keeps its own', () => {
  const args = ['--data', '/srv/api-key', '--theme=dark'];
  expect(secretsToEnvironment(args)).toEqual({ args, env: {} });
});

test('a flag without its value is left to be refused', () => {
  expect(secretsToEnvironment(['--api-key'])).toEqual({ args: ['--api-key'], env: {} });
});
