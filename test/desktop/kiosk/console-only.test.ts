import { expect, it, vi } from 'vitest';
import { answerInvoke, type InvokeHandlers } from '../../../electron/desktop/answer-invoke.ts';
import { consoleOnly } from '../../../electron/desktop/kiosk/console-only.ts';
import { settingsHandlers } from '../../../electron/desktop/settings-handlers.ts';
import { type InvokeChannel, invokeChannels } from '../../../shared/ipc.ts';

const page = { url: 'app://console/index.html', parent: null };
const channels = (Object.keys(invokeChannels) as InvokeChannel[]).filter((channel) => channel.startsWith('settings:'));
const settings = { view: vi.fn(() => 'the view') };
const restart = vi.fn();
const deps = { settings, restart, askExportPath: vi.fn(), askImportPath: vi.fn() };
let kiosk = true;
const handlers = consoleOnly(() => kiosk, settingsHandlers(deps as never)) as InvokeHandlers;
const payloads: Partial<Record<InvokeChannel, unknown>> = {
  'settings:check': { name: 'kiosk', value: false },
  'settings:change': { name: 'kiosk', value: false },
};

it.each(channels)('%s is refused while kiosk mode is active', async (channel) => {
  kiosk = true;
  const onProblem = vi.fn();
  const payload = payloads[channel];
  const answer = await answerInvoke(channel, handlers, page, payload === undefined ? [] : [payload], onProblem);
  expect(answer.ok).toBe(false);
  expect(onProblem).toHaveBeenCalledWith({
    channel,
    reason: 'failed',
    error: new Error(`${channel} is refused in kiosk mode`),
  });
});

it('is answered as ever once kiosk mode was left', async () => {
  kiosk = false;
  const ask = (channel: 'settings:view' | 'settings:restart') => answerInvoke(channel, handlers, page, [], () => {});
  expect(await ask('settings:view')).toEqual({ ok: true, value: 'the view' });
  expect(await ask('settings:restart')).toMatchObject({ ok: true });
  expect(restart).toHaveBeenCalledOnce();
});
