import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  answerInvoke,
  type InvokeHandlers,
  isOurConsole,
  type OnProblem,
  type SenderFrame,
} from '../../electron/desktop/answer-invoke.ts';
import { type InvokeChannel, invokeChannels } from '../../shared/ipc.ts';

const console_: SenderFrame = { url: 'app://console/index.html#/log', parent: null };
const channels = Object.keys(invokeChannels) as InvokeChannel[];
const handlers = Object.fromEntries(channels.map((channel) => [channel, vi.fn()])) as unknown as InvokeHandlers;

const ask = (channel: InvokeChannel, args: unknown[], frame: SenderFrame = console_, onProblem: OnProblem = () => {}) =>
  answerInvoke(channel, handlers, frame, args, onProblem);

describe('who may ask', () => {
  it('is the console’s top frame', () => {
    expect(isOurConsole(console_)).toBe(true);
  });

  it.each<[string, SenderFrame]>([
    ['a frame that has gone', null],
    ['a frame within the console', { url: 'app://console/index.html', parent: { url: 'app://console/index.html' } }],
    ['another host', { url: 'app://elsewhere/index.html', parent: null }],
    ['another scheme', { url: 'https://console/index.html', parent: null }],
    ['a host that begins like ours', { url: 'app://console.example.com/', parent: null }],
    ['a file', { url: 'file:///app/index.html', parent: null }],
    ['no address at all', { url: '', parent: null }],
  ])('is not %s', async (_who, frame) => {
    const onProblem = vi.fn();
    expect(await ask('app:hello', [], frame, onProblem)).toMatchObject({ ok: false });
    expect(handlers['app:hello']).not.toHaveBeenCalled();
    expect(onProblem).toHaveBeenCalledWith({ channel: 'app:hello', reason: 'sender' });
  });
});

describe('what may be asked', () => {
  it('passes what the channel takes', async () => {
    const viewing: Pick<InvokeHandlers, 'viewing:panel'> = { 'viewing:panel': vi.fn() };
    const answer = await answerInvoke('viewing:panel', viewing, console_, [{ onScreen: true }], () => {});
    expect(answer).toEqual({ ok: true, value: undefined });
    expect(viewing['viewing:panel']).toHaveBeenCalledWith({ onScreen: true });
  });

  it.each<[InvokeChannel, unknown[]]>([
    ['viewing:panel', [{ onScreen: 'yes' }]],
    ['viewing:panel', []],
    ['viewing:panel', [{ onScreen: true }, 'more']],
    ['viewing:intent', [{ intent: 'destroy' }]],
    ['viewing:choose-stage', [{ stageArn: 'LocalStage01' }]],
    ['viewing:choose-stage', []],
    ['app:hello', [{}]],
    ['app:set-preferences', [{ volume: 2 }]],
    ['viewing:stage-event', [{ type: 'playing', attempt: -1, sinceConnectMs: 1 }]],
    ['api:log', [{ limit: 100_000 }]],
  ])('refuses on %s: %j', async (channel, args) => {
    const onProblem = vi.fn();
    expect(await ask(channel, args, console_, onProblem)).toMatchObject({ ok: false });
    expect(onProblem).toHaveBeenCalledWith({ channel, reason: 'payload' });
  });

  it('answers a handler that fails with a safe sentence, and tells the log why', async () => {
    const failing = {
      'api:stats': () => {
        throw new Error('key sk-secret at /home/till');
      },
    };
    const onProblem = vi.fn();
    const answer = await answerInvoke('api:stats', failing, console_, [], onProblem);
    expect(answer).toEqual({ ok: false, message: 'api:stats failed; the log says why.' });
    expect(onProblem).toHaveBeenCalledWith({ channel: 'api:stats', reason: 'failed', error: expect.any(Error) });
  });
});

it('100,000 random messages: each gets an answer, none throws', async () => {
  const frames = fc.oneof(
    { weight: 9, arbitrary: fc.constant(console_) },
    fc.record({ url: fc.oneof(fc.webUrl(), fc.string()), parent: fc.constantFrom(null, {}) }),
    fc.constant(null),
  );
  const payloads = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, maxDepth: 2 }),
    fc.record(
      {
        onScreen: fc.oneof(fc.boolean(), fc.string()),
        supported: fc.boolean(),
        intent: fc.constantFrom('look', 'retry', 'start-again', 'x'),
        type: fc.constantFrom('connection', 'joined', 'left', 'error', 'nothing'),
        attempt: fc.oneof(fc.integer(), fc.double()),
        limit: fc.integer(),
        volume: fc.double(),
      },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...channels),
      frames,
      fc.array(payloads, { maxLength: 2 }),
      async (channel, frame, args) => {
        const answer = await ask(channel, args, frame);
        expect(typeof answer.ok).toBe('boolean');
      },
    ),
    { numRuns: 100_000 },
  );
});
