/** `npm run screenshot [-- FILE]`: a PNG of the display that `npm start` runs on. */
import { resolve } from 'node:path';
import { displayToShow } from './lib/display-file.ts';
import { runQuietly } from './lib/run.ts';
import { say } from './lib/say.ts';
import { ensureTools } from './lib/system-tools.ts';

const file = resolve(process.argv[2] ?? 'stagewatch.png');
try {
  const display = await displayToShow(process.env.DISPLAY);
  if (!display) throw new Error('There is no display to look at. Run npm start first.');
  await ensureTools(['scrot']);
  const { code, output } = await runQuietly('scrot', ['-o', file], { env: { ...process.env, DISPLAY: display } });
  if (code !== 0) throw new Error(`No picture of ${display}: ${output.trim()}`);
  say(`${file} shows ${display}.`);
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
