/** A local stage of its own, a display of its own, and whoever watches there: the app, or a bare window on the same shell. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateParticipantTokenCommand, IVSRealTimeClient } from '@aws-sdk/client-ivs-realtime';
import { createLocalStage } from '../../../electron/local-stage/index.ts';
import { build } from '../../../scripts/lib/build.ts';
import { electronBinary } from '../../../scripts/lib/electron-binary.ts';
import { at } from '../../../scripts/lib/paths.ts';
import { CHROMIUM_TOOLS, DISPLAY_TOOLS, ensureTools, TEST_TOOLS } from '../../../scripts/lib/system-tools.ts';
import setupDisplay from '../../e2e/support/display.ts';
import { RunningApp } from '../../e2e/support/running-app.ts';
import { type BarePage, serveBarePage } from './bare-page.ts';

const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'any' };

export interface Surroundings {
  issueToken(): Promise<string>;
  launchApp(options?: { args?: string[]; env?: Record<string, string> }): Promise<RunningApp>;
  launchBareWindow(): Promise<BareWindow>;
  close(): Promise<void>;
}

export interface BareWindow {
  pid: number;
  /** From the start of the process to the first frame on screen. */
  firstFrameMs: number;
  close(): Promise<void>;
}

export async function openSurroundings(): Promise<Surroundings> {
  await ensureTools([...CHROMIUM_TOOLS, ...DISPLAY_TOOLS, ...TEST_TOOLS]);
  await build();
  const endDisplay = await setupDisplay();
  const stage = await createLocalStage();
  const page = await serveBarePage();
  const aws = new IVSRealTimeClient({ region: 'us-west-2', endpoint: stage.endpoint, credentials: CREDENTIALS });

  async function issueToken(): Promise<string> {
    const asked = new CreateParticipantTokenCommand({ stageArn: stage.stageArn, capabilities: ['SUBSCRIBE'] });
    return (await aws.send(asked)).participantToken!.token!;
  }

  return {
    issueToken,
    launchApp: ({ args = [], env = {} } = {}) =>
      RunningApp.launch({
        args,
        env: {
          STAGEWATCH_AWS_ENDPOINT: stage.endpoint,
          STAGEWATCH_STAGE_ARN: stage.stageArn,
          STAGEWATCH_HEARTBEAT_INTERVAL_MS: '30000',
          AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
          AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
          ...env,
        },
      }),
    async launchBareWindow() {
      const hash = page.hashThatJoins(await issueToken());
      const firstFrame = page.nextFirstFrame();
      const startedAt = Date.now();
      const child = startBareApp(page, hash);
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      const firstFrameAt = await Promise.race([
        firstFrame,
        ended.then(() => {
          throw new Error('The bare window ended before it showed a picture.');
        }),
      ]);
      return {
        pid: child.pid!,
        firstFrameMs: firstFrameAt - startedAt,
        async close() {
          child.kill('SIGTERM');
          await ended;
        },
      };
    },
    async close() {
      page.close();
      await stage.close();
      await endDisplay();
    },
  };
}

/**
 * The least that an app on this shell can be: one window, sandboxed as the real one, on one page of its own scheme, as the real one
 * is. (A page of another server would come by another way: on Chromium before the shell has taken hold of the window.)
 */
const BARE_MAIN = `
import { readFile } from 'node:fs/promises';
import { app, BrowserWindow, protocol } from 'electron';
app.setPath('userData', process.env.BARE_DATA);
protocol.registerSchemesAsPrivileged([{ scheme: 'bare', privileges: { standard: true, secure: true, codeCache: true } }]);
app.on('window-all-closed', () => app.quit());
app.whenReady().then(() => {
  protocol.handle('bare', async ({ url }) => {
    const isScript = new URL(url).pathname === '/sdk.js';
    const body = isScript ? await readFile(process.env.BARE_SDK) : process.env.BARE_HTML;
    return new Response(body, { headers: { 'content-type': (isScript ? 'text/javascript' : 'text/html') + '; charset=utf-8' } });
  });
  const webPreferences = { sandbox: true, contextIsolation: true, backgroundThrottling: false };
  new BrowserWindow({ width: 1280, height: 800, webPreferences }).loadURL('bare://window/' + process.env.BARE_HASH);
});
`;

function startBareApp({ html, sdkFile }: BarePage, hash: string): ChildProcess {
  const folder = mkdtempSync(join(tmpdir(), 'bare-window-'));
  const manifest = { name: 'bare-window', version: '1.0.0', type: 'module', main: 'main.js' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'main.js'), BARE_MAIN);
  const electron = electronBinary();
  const asRoot = process.getuid?.() === 0;
  const command = electron ?? process.execPath;
  const before = electron ? (asRoot ? ['--no-sandbox'] : []) : [at('test/electron-on-chromium/run.ts')];
  return spawn(command, [...before, folder], {
    cwd: folder,
    env: { ...process.env, BARE_DATA: folder, BARE_HTML: html, BARE_SDK: sdkFile, BARE_HASH: hash },
    // The channel is the tether: the window ends when this process does.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
