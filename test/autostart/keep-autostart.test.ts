import { describe, expect, it, vi } from 'vitest';
import type { Autostart, AutostartState } from '../../electron/autostart/autostart.ts';
import { keepAutostart } from '../../electron/autostart/keep-autostart.ts';

function kept(state: AutostartState, set?: Autostart['set']) {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const system = { state };
  const autostart: Autostart = {
    where: '/conf/autostart/stagewatch.desktop',
    command: 'stagewatch --kiosk',
    state: async () => system.state,
    set:
      set ??
      (async (on) => {
        const written = system.state !== (on ? 'on' : 'off');
        system.state = on ? 'on' : 'off';
        return written;
      }),
  };
  return { log, system, keep: keepAutostart(autostart, log as never) };
}

describe('start at login', () => {
  it('is left as the system has it where nobody said anything', async () => {
    const set = vi.fn();
    const { keep, log } = kept('on', set);
    await keep(undefined);
    expect(set).not.toHaveBeenCalled();
    expect(log.info).not.toHaveBeenCalled();
  });

  it('becomes what is wanted, and the log says what was written where, once', async () => {
    const { keep, log, system } = kept('off');
    await keep(true);
    await keep(true);
    expect(system.state).toBe('on');
    const what = { where: '/conf/autostart/stagewatch.desktop', command: 'stagewatch --kiosk' };
    expect(log.info.mock.calls).toEqual([[what, 'Starts at login from now on']]);
    await keep(false);
    expect(log.info).toHaveBeenLastCalledWith({ where: what.where }, 'Does not start at login any more');
  });

  it('ends as the last of two wishes has it', async () => {
    const { keep, system } = kept('off');
    await Promise.all([keep(true), keep(false), keep(true)]);
    expect(system.state).toBe('on');
  });

  it.each(['foreign', 'blocked'] as const)('that the system did not change (%s) is a warning', async (state) => {
    const { keep, log } = kept(state, async () => false);
    await keep(true);
    expect(log.warn).toHaveBeenCalledOnce();
    expect(log.info).not.toHaveBeenCalled();
  });

  it('that cannot be written is in the log and stops nothing', async () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const { keep, log } = kept('off', () => Promise.reject(full));
    await keep(true);
    expect(log.error.mock.calls[0]?.[0]).toMatchObject({ err: full });
  });
});
