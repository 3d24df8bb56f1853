import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONSOLE_URL, STOPPED_URL } from '../../electron/desktop/app-address.ts';
import { setupRendererRecovery } from '../../electron/desktop/renderer-recovery.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A window whose page does what it is told at once: a load commits, a killed process is gone. */
function started() {
  const done: string[] = [];
  let killable = true;
  let debugged = false;
  const webContents = Object.assign(new EventEmitter(), {
    reload() {
      done.push('reload');
      webContents.emit('did-navigate', {}, CONSOLE_URL);
    },
    isDevToolsOpened: () => debugged,
    forcefullyCrashRenderer() {
      done.push('kill');
      if (killable) crash('killed');
    },
  });
  const window = Object.assign(new EventEmitter(), {
    webContents,
    isDestroyed: () => false,
    async loadURL(url: string) {
      done.push(url === STOPPED_URL ? 'stopped' : 'console');
      webContents.emit('did-navigate', {}, url);
    },
  });
  const crash = (reason = 'crashed') => webContents.emit('render-process-gone', {}, { reason, exitCode: 5 });
  const viewing = { rendererGone: vi.fn(() => void done.push('left')) };
  const recovery = setupRendererRecovery(window as never, viewing as never, { error: vi.fn() } as never);
  webContents.emit('did-navigate', {}, CONSOLE_URL);
  const passSeconds = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);
  return {
    ...{ window, recovery, crash, passSeconds },
    /** What was done since the last question. */
    done: () => done.splice(0),
    /** The page runs and says so, each second. */
    async lives(seconds: number) {
      for (let second = 0; second < seconds; second += 1) {
        recovery.alive();
        await passSeconds(1);
      }
    },
    cannotBeKilled() {
      killable = false;
    },
    openDevTools(opened: boolean) {
      debugged = opened;
    },
  };
}

describe('a page that crashed', () => {
  it('has left the stage, and is reloaded', () => {
    const { crash, done } = started();
    crash();
    expect(done()).toEqual(['left', 'reload']);
  });

  it('is not brought back where its process ended in good order', () => {
    const { crash, done } = started();
    crash('clean-exit');
    expect(done()).toEqual([]);
  });

  it('for the third time in a minute gives way to a screen that stays, and is tried again after a minute', async () => {
    const { crash, done, passSeconds } = started();
    [1, 2, 3].forEach(() => void crash('oom'));
    expect(done()).toEqual(['left', 'reload', 'left', 'reload', 'left', 'stopped']);
    await passSeconds(59);
    expect(done(), 'a page without a script gives no sign of life').toEqual([]);
    await passSeconds(1);
    expect(done()).toEqual(['console']);
  });

  it('and that somebody loaded again is not loaded once more after the minute', async () => {
    const { crash, done, window, lives } = started();
    [1, 2, 3].forEach(() => void crash());
    done();
    window.webContents.emit('did-navigate', {}, CONSOLE_URL); // the button on that screen
    await lives(120);
    expect(done()).toEqual([]);
  });
});

describe('a page that is silent', () => {
  it('for six seconds is ended from outside and reloaded', async () => {
    const { recovery, done, lives, passSeconds } = started();
    await lives(60);
    recovery.alive();
    await passSeconds(5);
    expect(done()).toEqual([]);
    await passSeconds(1);
    expect(done()).toEqual(['kill', 'left', 'reload']);
  });

  it('has thirty seconds for its first sign: a load takes its time', async () => {
    const { done, passSeconds } = started();
    await passSeconds(29);
    expect(done()).toEqual([]);
    await passSeconds(1);
    expect(done()).toEqual(['kill', 'left', 'reload']);
  });

  it('is ended once more where that did not help', async () => {
    const { done, lives, passSeconds, cannotBeKilled } = started();
    await lives(5);
    cannotBeKilled();
    await passSeconds(6);
    expect(done()).toEqual(['kill']);
    await passSeconds(30);
    expect(done()).toEqual(['kill']);
  });

  it('is left alone while its developer tools are open, which may hold it, and has its six seconds once they are not', async () => {
    const { done, lives, passSeconds, openDevTools } = started();
    await lives(5);
    await passSeconds(3);
    openDevTools(true);
    await passSeconds(600);
    openDevTools(false);
    await passSeconds(5);
    expect(done()).toEqual([]);
    await passSeconds(1);
    expect(done()).toEqual(['kill', 'left', 'reload']);
  });

  it('counts as crashed: three hangs in a row that a minute holds are enough', async () => {
    const { done, lives, passSeconds } = started();
    for (let times = 0; times < 3; times += 1) {
      await lives(1);
      await passSeconds(6);
    }
    expect(done()).toEqual(['kill', 'left', 'reload', 'kill', 'left', 'reload', 'kill', 'left', 'stopped']);
  });
});

it('a reload that somebody asked for leaves the stage first', () => {
  const { recovery, done } = started();
  recovery.reload();
  expect(done()).toEqual(['left', 'reload']);
});

it('a closed window ends it all: the session is told after the quit has begun, and nothing is loaded any more', async () => {
  const { window, crash, done, passSeconds } = started();
  [1, 2, 3].forEach(() => void crash());
  done();
  window.emit('closed');
  expect(done()).toEqual([]);
  await passSeconds(600);
  expect(done()).toEqual(['left']);
});
