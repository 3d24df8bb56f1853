/** `npm run dev`: the desktop with a development server behind it, reloading as sources change; on the same shells as `npm start`. */
import { ensureAppTools, openAppDisplay } from './lib/app-display.ts';
import { forgetBuild } from './lib/build.ts';
import { obtainElectron } from './lib/electron-binary.ts';
import { endWithNpm } from './lib/end-with-npm.ts';
import { at } from './lib/paths.ts';
import { runUntilTold } from './lib/run-until-told.ts';
import { say } from './lib/say.ts';
import { secretsToEnvironment } from './lib/secrets-to-environment.ts';
import { shellCommand } from './lib/shell.ts';

endWithNpm();
try {
  const electron = await obtainElectron();
  await ensureAppTools(electron);
  forgetBuild();
  const display = await openAppDisplay();
  say(`Develops on ${shellCommand(electron).name}.`);
  const handed = secretsToEnvironment(process.argv.slice(2));
  const env = {
    ...display.env,
    ...handed.env,
    ELECTRON_EXEC_PATH: electron ?? at('test/electron-on-chromium/electron'),
  };
  const sandbox = electron && process.getuid?.() === 0 ? ['--noSandbox'] : [];
  const vite = [at('node_modules/electron-vite/bin/electron-vite.js'), 'dev', '--watch', ...sandbox];
  process.exitCode = await runUntilTold(process.execPath, [...vite, '--', ...handed.args], env).finally(display.end);
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
