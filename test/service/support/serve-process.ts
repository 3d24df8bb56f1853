/** The headless service as a process of its own, so that it can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '../../..');
export const SERVE_KEY = 'key-of-a-test-0123456789';
export const AWS_SECRET = 'aws-secret-of-a-test-0123456789';

export interface ServeProcess {
  child: ChildProcess;
  /** `http://127.0.0.1:PORT` */
  api: string;
  /** What it wrote to stderr so far. */
  errors(): string;
  /** SIGKILL by default; resolves when it is dead. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  post(path: string, body: object): Promise<ServeAnswer>;
  get(path: string): Promise<ServeAnswer>;
}

export interface ServeAnswer {
  status: number;
  body: { data?: Record<string, unknown> };
}

export function spawnServe(dataDir: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, ['electron/serve.ts', '--port', '0', '--data', dataDir, ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      STAGEWATCH_API_KEY: SERVE_KEY,
      STAGEWATCH_RATE_LIMIT: '0',
      STAGEWATCH_LOG_LEVEL: 'info',
      AWS_ACCESS_KEY_ID: 'AKIAOFTEST',
      AWS_SECRET_ACCESS_KEY: AWS_SECRET,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Resolves when it listens; rejects with what it wrote to stderr if it ends before. */
export async function startServe(
  dataDir: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ServeProcess> {
  const child = spawnServe(dataDir, args, env);
  let errors = '';
  child.stderr?.on('data', (text) => {
    errors += text;
  });
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout! }), 'line').then(([text]) => text as string),
    exited.then(() => null),
  ]);
  if (line === null) throw new Error(`serve ended before it listened: ${errors}`);
  const { api } = JSON.parse(line) as { api: string };
  const call = async (path: string, init: RequestInit): Promise<ServeAnswer> => {
    const headers = { 'content-type': 'application/json', 'x-api-key': SERVE_KEY };
    const response = await fetch(api + path, { ...init, headers });
    return { status: response.status, body: (await response.json()) as ServeAnswer['body'] };
  };
  return {
    child,
    api,
    errors: () => errors,
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      await exited;
    },
    post: (path, body) => call(path, { method: 'POST', body: JSON.stringify(body) }),
    get: (path) => call(path, {}),
  };
}

/** Resolves with what a process that ends by itself wrote to stderr. */
export async function endOf(child: ChildProcess): Promise<{ code: number | null; errors: string }> {
  let errors = '';
  child.stderr?.on('data', (text) => {
    errors += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, errors };
}
