/**
 * `npm run package`: packs the app, reads its fuses back, runs it from the packed files, and makes this system's
 * installers. Without Electron's binary everything but that is done: no installer then, and the last line says so.
 * `-- --dir` makes no installer in any case.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { obtainElectron } from './lib/electron-binary.ts';
import { wrongFuses } from './lib/fuses.ts';
import { makeInstallers, type PackedApp, pack } from './lib/pack.ts';
import { packedBytes, packedFiles } from './lib/packed-contents.ts';
import { at } from './lib/paths.ts';
import { say } from './lib/say.ts';
import { CHROMIUM_TOOLS, DISPLAY_TOOLS, ensureTools } from './lib/system-tools.ts';

try {
  const electron = await obtainElectron();
  if (process.platform === 'linux') await ensureTools([...(electron ? [] : CHROMIUM_TOOLS), ...DISPLAY_TOOLS]);
  const packed = await pack(electron);
  await check(packed);
  await smoke();
  if (electron === null) {
    say(
      "Packed, checked and run: everything but Electron's binary, which cannot be had here. Run on Chromium from the packed files; no installer was made.",
    );
  } else if (process.argv.includes('--dir')) {
    say(`Packed, checked and run on Electron: ${packed.folder}`);
  } else {
    for (const path of await makeInstallers()) say(`Made: ${path}`);
  }
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}

async function check({ executable, resources, shell }: PackedApp): Promise<void> {
  const wrong = await wrongFuses(executable);
  if (wrong.length > 0) throw new Error(`Fuses that stand otherwise than configured: ${wrong.join(', ')}.`);
  say(`Fuses read back from ${shell === 'Electron' ? "Electron's binary" : 'the file in its place'}: as configured.`);
  const count = packedFiles(join(resources, 'app.asar')).length;
  say(`${count} files, ${(packedBytes(resources) / 1e6).toFixed(1)} MB without Electron.`);
}

async function smoke(): Promise<void> {
  const args = ['test', '-c', 'test/e2e/playwright.config.ts', 'test/e2e/packed.spec.ts'];
  const child = spawn(process.execPath, [at('node_modules/@playwright/test/cli.js'), ...args], {
    cwd: at('.'),
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('What is packed does not run; see above.');
}
