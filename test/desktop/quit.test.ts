import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LEAVE_LIMIT_MS, setupQuit } from '../../electron/desktop/quit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started(leave: () => Promise<void>, close: () => Promise<void> = async () => {}) {
  const window = new EventEmitter();
  const events = new EventEmitter();
  const quitEvent = () => {
    const preventDefault = vi.fn();
    events.emit('before-quit', { preventDefault });
    return preventDefault;
  };
  const app = Object.assign(events, { exit: vi.fn(), quit: vi.fn(() => void quitEvent()) });
  const { quitWith } = setupQuit(app as never, window as never, { leave, close });
  return { app, window, quitEvent, quitWith };
}

describe('quitting', () => {
  it('waits for the way out, then ends', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { app, quitEvent } = started(() => promise);
    expect(quitEvent()).toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(500);
    expect(app.exit).not.toHaveBeenCalled();
    resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(app.exit).toHaveBeenCalledWith(0);
  });

  it('waits no longer than two seconds', async () => {
    const never = () => new Promise<void>(() => {});
    const { app, quitEvent } = started(never, never);
    quitEvent();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(app.exit).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(app.exit).toHaveBeenCalledWith(0);
  });

  it('closes the database though leaving hangs or fails', async () => {
    const close = vi.fn(async () => {});
    const { app, quitEvent } = started(() => new Promise(() => {}), close);
    quitEvent();
    await vi.advanceTimersByTimeAsync(LEAVE_LIMIT_MS - 1);
    expect(close).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(close).toHaveBeenCalledOnce();
    expect(app.exit).toHaveBeenCalledWith(0);

    const failing = started(() => Promise.reject(new Error('no')), close);
    failing.quitEvent();
    await vi.advanceTimersByTimeAsync(0);
    expect(close).toHaveBeenCalledTimes(2);
  });

  it('ends as well where the way out fails', async () => {
    const fail = () => Promise.reject(new Error('no'));
    const { app, quitEvent } = started(fail, fail);
    quitEvent();
    await vi.advanceTimersByTimeAsync(0);
    expect(app.exit).toHaveBeenCalledWith(0);
  });

  it('takes the way out once, however often it is asked', async () => {
    const wayOut = vi.fn(() => new Promise<void>(() => {}));
    const { quitEvent } = started(wayOut);
    quitEvent();
    expect(quitEvent()).toHaveBeenCalled();
    expect(wayOut).toHaveBeenCalledOnce();
  });

  it('is what closing the window means; the window stays until the stage is left', () => {
    const wayOut = vi.fn(() => new Promise<void>(() => {}));
    const { window } = started(wayOut);
    const preventDefault = vi.fn();
    window.emit('close', { preventDefault });
    expect(preventDefault).toHaveBeenCalled();
    expect(wayOut).toHaveBeenCalledOnce();
  });

  it('may end with another exit code, unless it was on its way out already', async () => {
    const restarted = started(async () => {});
    restarted.quitWith(71);
    await vi.advanceTimersByTimeAsync(0);
    expect(restarted.app.exit).toHaveBeenCalledWith(71);

    const left = started(async () => {});
    left.quitEvent();
    left.quitWith(71);
    await vi.advanceTimersByTimeAsync(0);
    expect(left.app.exit).toHaveBeenCalledWith(0);
  });
});
