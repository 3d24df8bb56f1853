import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchAttention } from '../../electron/desktop/attention.ts';
import type { AttentionSignal } from '../../electron/viewing/attention.ts';

class FakeWindow extends EventEmitter {
  focused = true;
  minimized = false;
  visible = true;
  isFocused = () => this.focused;
  isMinimized = () => this.minimized;
  isVisible = () => this.visible;
}
class FakeMonitor extends EventEmitter {
  state: 'active' | 'locked' = 'active';
  idleSeconds = 0;
  getSystemIdleState = () => this.state;
  getSystemIdleTime = () => this.idleSeconds;
}

let window: FakeWindow;
let powerMonitor: FakeMonitor;
let told: AttentionSignal[];
const watch = (noInputMs = 0) =>
  watchAttention({ window, powerMonitor, noInputMs, tell: (signal) => void told.push(signal) });

beforeEach(() => {
  window = new FakeWindow();
  powerMonitor = new FakeMonitor();
  told = [];
});

describe('what the system says', () => {
  it.each(['focus', 'blur', 'minimize', 'restore', 'hide', 'show'] as const)('the window: %s', (type) => {
    watch();
    window.emit(type);
    expect(told).toEqual([{ type }]);
  });

  it.each([
    ['lock-screen', 'lock'],
    ['unlock-screen', 'unlock'],
    ['suspend', 'suspend'],
    ['resume', 'resume'],
  ])('the machine: %s', (event, type) => {
    watch();
    powerMonitor.emit(event);
    expect(told).toEqual([{ type }]);
  });

  it('is passed on no longer once disposed', () => {
    watch(1_000).dispose();
    window.emit('blur');
    powerMonitor.emit('suspend');
    expect(told).toEqual([]);
    expect(window.eventNames()).toEqual([]);
    expect(powerMonitor.eventNames()).toEqual([]);
  });
});

describe('the truth at the start', () => {
  it('a window in front', () => {
    watch().tellTruth();
    expect(told).toEqual([{ type: 'focus' }, { type: 'restore' }, { type: 'show' }]);
  });

  it('a window that came up behind another', () => {
    window.focused = false;
    watch().tellTruth();
    expect(told[0]).toEqual({ type: 'blur' });
  });

  it('a minimized window is minimized, not hidden, whatever its visibility says', () => {
    Object.assign(window, { focused: false, minimized: true, visible: false });
    watch().tellTruth();
    expect(told).toEqual([{ type: 'blur' }, { type: 'minimize' }, { type: 'show' }]);
  });

  it('a hidden window', () => {
    window.visible = false;
    watch().tellTruth();
    expect(told).toContainEqual({ type: 'hide' });
  });

  it('a locked screen', () => {
    powerMonitor.state = 'locked';
    watch().tellTruth();
    expect(told).toContainEqual({ type: 'lock' });
  });
});

describe('no input', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is told when it has lasted, and when it ends, once each', () => {
    watch(60_000);
    powerMonitor.idleSeconds = 59;
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual([]);
    powerMonitor.idleSeconds = 60;
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual([{ type: 'input', idle: true }]);
    powerMonitor.idleSeconds = 0;
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual([
      { type: 'input', idle: true },
      { type: 'input', idle: false },
    ]);
  });

  it('is not asked for where it is switched off', () => {
    const asked = vi.spyOn(powerMonitor, 'getSystemIdleTime');
    watch(0);
    vi.advanceTimersByTime(60_000);
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('another time without input', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('holds from now on, and what the former one found is taken back', () => {
    const source = watch(60_000);
    powerMonitor.idleSeconds = 61;
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([{ type: 'input', idle: true }]);
    told.length = 0;
    source.setNoInputMs(120_000);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([{ type: 'input', idle: false }]);
    powerMonitor.idleSeconds = 121;
    vi.advanceTimersByTime(1_000);
    expect(told.at(-1)).toEqual({ type: 'input', idle: true });
    source.setNoInputMs(0);
    told.length = 0;
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual([]);
    source.dispose();
  });
});
