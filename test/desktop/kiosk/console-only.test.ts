import { describe, expect, it, vi } from 'vitest';
import { answerInvoke, type InvokeHandlers } from '../../../electron/desktop/answer-invoke.ts';
import { isAnsweredInKiosk } from '../../../electron/desktop/kiosk/answered-in-kiosk.ts';
import { consoleOnly } from '../../../electron/desktop/kiosk/console-only.ts';
import { type InvokeChannel, invokeChannels } from '../../../shared/ipc.ts';
import type { Preferences } from '../../../shared/settings.ts';

const channels = Object.keys(invokeChannels) as InvokeChannel[];

/** Every handler there can be; each answers with its channel's name. */
function everyHandler(isKiosk: () => boolean) {
  const reached = vi.fn<(channel: InvokeChannel) => void>();
  const answering = (channel: InvokeChannel) => () => {
    reached(channel);
    return channel;
  };
  const each = Object.fromEntries(channels.map((channel) => [channel, answering(channel)]));
  return { reached, handlers: consoleOnly(isKiosk, each as unknown as InvokeHandlers) };
}
/** Past the payload's check, which comes before and is another test's. */
const ask = (handlers: InvokeHandlers, channel: InvokeChannel, payload = payloadOf(channel)) =>
  (handlers[channel] as (payload: unknown) => unknown)(payload);
/** What the kiosk's own page asks with, where that decides. */
const payloadOf = (channel: InvokeChannel): unknown =>
  channel === 'app:set-preferences' ? { muted: true } : undefined;
const isAnswered = (channel: InvokeChannel) => isAnsweredInKiosk(channel, payloadOf(channel));

describe('while kiosk mode is active', () => {
  const { handlers, reached } = everyHandler(() => true);

  it('a page may ask for what its stage and its bar need, and for nothing else', () => {
    expect(channels.filter(isAnswered)).toEqual([
      'app:hello',
      'app:alive',
      'app:set-preferences',
      'viewing:ready',
      'viewing:stage-event',
      'viewing:panel',
      'viewing:intent',
      'kiosk:status',
      'kiosk:exit',
      'kiosk:reload',
      'kiosk:set-pin',
    ]);
  });

  it.each(channels.filter(isAnswered))('%s is answered', (channel) => {
    expect(ask(handlers, channel)).toBe(channel);
  });

  it.each(channels.filter((channel) => !isAnswered(channel)))('%s is refused, its handler not reached', (channel) => {
    reached.mockClear();
    expect(() => ask(handlers, channel)).toThrow(`${channel} is refused in kiosk mode`);
    expect(reached).not.toHaveBeenCalled();
  });

  it.each<Partial<Preferences>>([
    { muted: true },
    { muted: false, volume: 0.5 },
    { volume: 0, muted: true },
    { language: 'en' },
    { language: 'zh-TW' },
  ])('the bar changes sound and language: %j', (change) => {
    expect(ask(handlers, 'app:set-preferences', change)).toBe('app:set-preferences');
  });

  it.each<Partial<Preferences>>([
    { theme: 'dark' },
    { contrast: 'more' },
    { singleKeys: false },
    { stageArn: 'arn:aws:ivs:ap-northeast-1:123456789012:stage/AbCdEfGhIjKl' },
    { hiddenColumns: [] },
    { logTimes: 'relative' },
    { logZone: 'utc' },
    { firstRun: 'again' },
    { language: 'system' },
    { muted: true, theme: 'dark' },
  ])('nothing else is changed, nor along with them: %j', (change) => {
    reached.mockClear();
    expect(() => ask(handlers, 'app:set-preferences', change)).toThrow('app:set-preferences is refused in kiosk mode');
    expect(reached).not.toHaveBeenCalled();
  });

  it('a refusal goes into the log, and tells the page no more than that it is one', async () => {
    const onProblem = vi.fn();
    const page = { url: 'app://console/index.html', parent: null };
    const answer = await answerInvoke('settings:view', handlers, page, [], onProblem);
    expect(answer).toEqual({ ok: false, message: 'settings:view failed; the log says why.' });
    const error = new Error('settings:view is refused in kiosk mode');
    expect(onProblem).toHaveBeenCalledExactlyOnceWith({ channel: 'settings:view', reason: 'failed', error });
  });
});

it('once kiosk mode was left every channel is answered, by the same handlers', () => {
  let kiosk = true;
  const { handlers } = everyHandler(() => kiosk);
  expect(() => ask(handlers, 'secrets:forget')).toThrow();
  kiosk = false;
  for (const channel of channels) expect(ask(handlers, channel)).toBe(channel);
  expect(ask(handlers, 'app:set-preferences', { theme: 'dark' })).toBe('app:set-preferences');
});
