import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setupQuit } from '../../electron/desktop/quit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started(wayOut: () => Promise<void>) {
  const window = new EventEmitter();
  const events = new EventEmitter();
  const quitEvent = () => {
    const preventDefault = vi.fn();
    events.emit('before-quit', { preventDefault });
    return preventDefault;
  };
  const app = Object.assign(events, { exit: vi.fn(), quit: vi.fn(() => void quitEvent()) });
  setupQuit(app as never, window as never, wayOut);
  return { app, window, quitEvent };
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
    const { app, quitEvent } = started(() => new Promise(() => {}));
    quitEvent();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(app.exit).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(app.exit).toHaveBeenCalledWith(0);
  });

  it('ends as well where the way out fails', async () => {
    const { app, quitEvent } = started(() => Promise.reject(new Error('no')));
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
});
