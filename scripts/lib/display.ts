import type { Readable } from 'node:stream';
import { runQuietly } from './run.ts';
import { spawnTethered } from './tether.ts';

export interface Display {
  /** `:N` */
  name: string;
  end(): Promise<void>;
}

/** Starts a display of our own on a free number (Xvfb), with a window manager (openbox) that minimizes, restores and focuses. */
export async function startDisplay(width = 1440, height = 900): Promise<Display> {
  const server = spawnTethered(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'],
    { stdio: ['pipe', 'ignore', 'ignore', 'pipe'] },
  );
  const name = `:${await numberFrom(server.process.stdio[3] as Readable, server.ended)}`;
  const env = { ...process.env, DISPLAY: name };
  const manager = spawnTethered('openbox', [], { env, stdio: ['pipe', 'ignore', 'ignore'] });
  const end = async () => {
    await manager.end(1_000);
    await server.end(2_000);
  };
  if (await windowManagerIsUp(env)) return { name, end };
  await end();
  throw new Error('The window manager (openbox) did not come up.');
}

function numberFrom(pipe: Readable, ended: Promise<number>): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    pipe.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
    void ended.then((code) => reject(new Error(`Xvfb ended with code ${code} before it had a display.`)));
  });
}

async function windowManagerIsUp(env: NodeJS.ProcessEnv): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { output } = await runQuietly('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], { env });
    if (output.includes('window id')) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
