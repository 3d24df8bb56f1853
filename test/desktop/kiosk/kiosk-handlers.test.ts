import { describe, expect, it, vi } from 'vitest';
import { kioskHandlers } from '../../../electron/desktop/kiosk/kiosk-handlers.ts';
import type { PinAnswer } from '../../../shared/kiosk.ts';

function setup({
  answer = { outcome: 'right' } as PinAnswer,
  active = true,
  fixed = false,
  write = async () => {},
} = {}) {
  const kiosk = { isActive: () => active, leave: vi.fn() };
  const lock = {
    status: vi.fn(async () => ({ pin: 'set' as const, pausedForMs: 4_000 })),
    tryPin: vi.fn(async () => answer),
    setPin: vi.fn(write),
    removePin: vi.fn(write),
  };
  const reload = vi.fn();
  const handlers = kioskHandlers({ kiosk, lock, isPinFixed: () => fixed, reload });
  return { kiosk, lock, reload, handlers };
}

describe('a page in kiosk mode', () => {
  it('is told how things stand, and may have itself reloaded', async () => {
    const { handlers, reload } = setup();
    expect(await handlers['kiosk:status'](undefined)).toEqual({ pin: 'set', pausedForMs: 4_000 });
    handlers['kiosk:reload'](undefined);
    expect(reload).toHaveBeenCalledOnce();
  });

  it.each(['console', 'quit'] as const)('leads to the %s by the right PIN', async (to) => {
    const { handlers, kiosk, lock } = setup();
    expect(await handlers['kiosk:exit']({ pin: '2468', to })).toEqual({ outcome: 'right' });
    expect(lock.tryPin).toHaveBeenCalledExactlyOnceWith('2468');
    expect(kiosk.leave).toHaveBeenCalledExactlyOnceWith(to);
  });

  it.each<PinAnswer>([
    { outcome: 'wrong', triesLeft: 3 },
    { outcome: 'paused', pausedForMs: 30_000 },
    { outcome: 'unreadable' },
  ])('leads nowhere where the answer is $outcome', async (answer) => {
    const { handlers, kiosk } = setup({ answer });
    expect(await handlers['kiosk:exit']({ pin: '0000', to: 'console' })).toEqual(answer);
    expect(kiosk.leave).not.toHaveBeenCalled();
  });

  it('changes no PIN, not even by the right one', async () => {
    const { handlers, lock } = setup();
    expect(await handlers['kiosk:set-pin']({ pin: '1357', currentPin: '2468' })).toEqual({ outcome: 'in-kiosk' });
    expect([lock.tryPin, lock.setPin, lock.removePin].flatMap(({ mock }) => mock.calls)).toEqual([]);
  });
});

describe('the console', () => {
  it('sets a PIN, or removes it, by the present one', async () => {
    const { handlers, lock } = setup({ active: false });
    expect(await handlers['kiosk:set-pin']({ pin: '1357', currentPin: '2468' })).toEqual({ outcome: 'right' });
    expect(lock.tryPin).toHaveBeenCalledExactlyOnceWith('2468');
    expect(lock.setPin).toHaveBeenCalledExactlyOnceWith('1357');
    expect(await handlers['kiosk:set-pin']({ pin: null, currentPin: '1357' })).toEqual({ outcome: 'right' });
    expect(lock.removePin).toHaveBeenCalledOnce();
  });

  it('changes none by a wrong one, nor where the policy keeps it', async () => {
    const wrong = setup({ active: false, answer: { outcome: 'wrong', triesLeft: 4 } });
    const asked = { pin: '1357', currentPin: '0000' };
    expect(await wrong.handlers['kiosk:set-pin'](asked)).toEqual({ outcome: 'wrong', triesLeft: 4 });
    const fixed = setup({ active: false, fixed: true });
    expect(await fixed.handlers['kiosk:set-pin'](asked)).toEqual({ outcome: 'fixed' });
    expect([...wrong.lock.setPin.mock.calls, ...fixed.lock.setPin.mock.calls]).toEqual([]);
    expect(fixed.lock.tryPin, 'nor is a try counted').not.toHaveBeenCalled();
  });

  it('says so where it could not be written', async () => {
    const full = () => Promise.reject(new Error('ENOSPC'));
    const { handlers } = setup({ active: false, write: full });
    expect(await handlers['kiosk:set-pin']({ pin: '1357', currentPin: '' })).toEqual({ outcome: 'disk' });
  });
});
