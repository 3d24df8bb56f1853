import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogData, Viewer, ViewerListData } from '../../../shared/api.ts';
import type { LogEntry } from '../../../shared/log.ts';
import type { ViewingPhase } from '../../../shared/viewing.ts';
import { type RunOptions, run, type ShellRun } from './app.ts';
import * as windowManager from './window-manager.ts';

export const API_KEY = 'end-to-end-key-0123456789';

export interface LaunchOptions {
  /** Kept from an earlier start; a fresh folder otherwise. */
  dataDir?: string;
  env?: Record<string, string>;
  args?: string[];
  /** How it is started; from the bundles in `out/` where nothing is said. */
  start?: (options: RunOptions) => Promise<ShellRun>;
}

/** Short enough to wait for, long enough to act within. */
export const QUICK = {
  STAGEWATCH_PORT: '0',
  STAGEWATCH_API_KEY: API_KEY,
  STAGEWATCH_DISCONNECT_DELAY_MS: '4000',
  STAGEWATCH_HEARTBEAT_INTERVAL_MS: '1000',
  STAGEWATCH_LANGUAGE: 'en',
};

/** Of a user who has taken the first steps: they would lie over what a spec clicks. */
function usedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stagewatch-e2e-'));
  writeFileSync(join(folder, 'preferences.json'), JSON.stringify({ firstRun: 'done' }));
  return folder;
}

/** The app as a user, a window manager and an API client meet it. */
export class RunningApp {
  readonly dataDir: string;
  readonly #shell: ShellRun;

  private constructor(shell: ShellRun, dataDir: string) {
    this.#shell = shell;
    this.dataDir = dataDir;
  }

  static async launch({ dataDir, env, args = [], start = run }: LaunchOptions = {}): Promise<RunningApp> {
    const folder = dataDir ?? usedFolder();
    const shell = await start({ args, env: { ...QUICK, STAGEWATCH_DATA: folder, ...env } });
    return new RunningApp(shell, folder);
  }

  get pid(): number {
    return this.#shell.pid;
  }
  get exited(): Promise<number | null> {
    return this.#shell.exited;
  }
  output(): string {
    return this.#shell.output();
  }
  page<T, A = undefined>(body: (argument: A) => T | Promise<T>, argument?: A): Promise<T> {
    return this.#shell.page(body, argument);
  }
  main: ShellRun['main'] = (body, argument) => this.#shell.main(body, argument);
  cdp: ShellRun['cdp'] = (method, params) => this.#shell.cdp(method, params);

  // ---- The page ------------------------------------------------------------------------------------------------

  /** Null while the page is not there yet. */
  async phase(): Promise<ViewingPhase | null> {
    return (await this.attribute('stage', 'data-phase')) as ViewingPhase | null;
  }

  attribute(testId: string, name: string): Promise<string | null> {
    const read = (asked: { testId: string; name: string }) =>
      document.querySelector(`[data-testid="${asked.testId}"]`)?.getAttribute(asked.name) ?? null;
    return this.page(read, { testId, name }).catch(() => null);
  }

  /** Null where there is no such element. */
  text(testId: string): Promise<string | null> {
    const read = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.innerText ?? null;
    return this.page(read, testId).catch(() => null);
  }

  /** A real click in the middle of the element. */
  async click(testId: string, button: 'left' | 'middle' = 'left'): Promise<void> {
    const { x, y } = await this.page((id) => {
      const box = document.querySelector(`[data-testid="${id}"]`)!.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }, testId);
    for (const type of ['mousePressed', 'mouseReleased']) {
      await this.cdp('Input.dispatchMouseEvent', { type, x, y, button, clickCount: 1 });
    }
  }

  /** Whether the picture moves: it plays, and what it shows changes. Nothing is moving where there is no video. */
  isVideoMoving(): Promise<boolean> {
    return this.page(async () => {
      const video = document.querySelector<HTMLVideoElement>('[data-testid="stage-video"]');
      if (!video?.videoWidth) return false;
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [64, 36];
      const context = canvas.getContext('2d', { willReadFrequently: true })!;
      const look = () => {
        context.drawImage(video, 0, 0, 64, 36);
        const { data } = context.getImageData(0, 0, 64, 36);
        return {
          time: video.currentTime,
          pixels: data.join(),
          dark: data.every((value, i) => i % 4 === 3 || value < 16),
        };
      };
      const before = look();
      await new Promise((resolve) => setTimeout(resolve, 400));
      const after = look();
      return after.time > before.time && after.pixels !== before.pixels && !after.dark;
    });
  }

  async screenshot(): Promise<Buffer> {
    const { data } = await this.cdp<{ data: string }>('Page.captureScreenshot', { format: 'png' });
    return Buffer.from(data, 'base64');
  }

  // ---- The window manager --------------------------------------------------------------------------------------

  async minimize(): Promise<void> {
    await windowManager.minimize(await windowManager.windowOf(this.pid));
  }
  /** Out of the minimized state, or to the front: the same click on the task bar. */
  async restore(): Promise<void> {
    await windowManager.activate(await windowManager.windowOf(this.pid));
  }
  async closeWindow(): Promise<void> {
    await windowManager.close(await windowManager.windowOf(this.pid));
  }

  // ---- The API -------------------------------------------------------------------------------------------------

  async api<T>(path: string): Promise<T> {
    const { apiUrl } = await this.page(() => window.stagewatch.invoke('app:hello'));
    const response = await fetch(new URL(path, apiUrl), { headers: { 'x-api-key': API_KEY } });
    const body = (await response.json()) as { success: true; data: T } | { success: false };
    if (!body.success) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body.data;
  }

  /** As a client of the API: a till, another console. */
  async post(path: string, content: unknown): Promise<void> {
    const { apiUrl } = await this.page(() => window.stagewatch.invoke('app:hello'));
    const headers = { 'x-api-key': API_KEY, 'content-type': 'application/json' };
    const response = await fetch(new URL(path, apiUrl), { method: 'POST', headers, body: JSON.stringify(content) });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  }

  async viewers(): Promise<Viewer[]> {
    const { stageArn } = await this.page(() => window.stagewatch.invoke('app:hello'));
    return (await this.api<ViewerListData>(`/api/viewer/list/${encodeURIComponent(stageArn!)}`)).viewers;
  }

  /** The connection log, oldest first. */
  async log(): Promise<LogEntry[]> {
    return (await this.api<LogData>('/api/log?limit=500')).entries.toReversed();
  }

  async logTypes(): Promise<string[]> {
    return (await this.log()).map(({ type }) => type);
  }

  // ---- Ends ----------------------------------------------------------------------------------------------------

  kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<number | null> {
    process.kill(this.pid, signal);
    return this.exited;
  }
}
