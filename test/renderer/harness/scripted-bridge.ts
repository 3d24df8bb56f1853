import type { Page } from '@playwright/test';
import type { Bridge, Hello, InvokeChannel, InvokeResults, SendChannel, SendPayloads } from '../../../shared/ipc.ts';

/** What the scripted main process answers; a missing answer stays open for ever, as one that is still loading. */
export interface Script {
  hello: Hello;
  answers: Partial<{ [C in InvokeChannel]: InvokeResults[C] }>;
  /** Answers that depend on one field of the question; they come before the others. */
  answersBy?: Partial<{ [C in InvokeChannel]: { field: string; answers: Record<string, InvokeResults[C]> } }>;
}

export interface Invocation {
  channel: InvokeChannel;
  payload: unknown;
}

interface Harness {
  invocations: Invocation[];
  answers: Script['answers'];
  send<C extends SendChannel>(channel: C, payload: SendPayloads[C]): void;
}

declare global {
  interface Window {
    harness: Harness;
  }
}

/** Runs in the page before its own scripts: stands in for the preload, and for nothing else. */
function install({ hello, answers, answersBy = {} }: Script): void {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const invocations: Invocation[] = [];
  window.harness = {
    invocations,
    answers,
    send: (channel, payload) => {
      for (const listener of listeners.get(channel) ?? []) listener(payload as never);
    },
  };
  let preferences = hello.preferences;
  const bridge = {
    invoke: async (channel: InvokeChannel, payload: unknown) => {
      invocations.push({ channel, payload });
      if (channel === 'app:hello') return hello;
      if (channel === 'app:set-preferences') {
        preferences = { ...preferences, ...(payload as object) };
        return preferences;
      }
      if (/^(api|secrets|settings|kiosk):/.test(channel) || channel in window.harness.answers) {
        const by = answersBy[channel];
        const varied = by?.answers[String((payload as Record<string, unknown> | undefined)?.[by.field])];
        if (varied !== undefined && channel in window.harness.answers) return varied;
        const answer = window.harness.answers[channel];
        if (answer === undefined) return new Promise(() => {});
        const { userId } = (payload ?? {}) as { userId?: string | string[] };
        if (userId === undefined || channel !== 'api:log') return answer;
        const log = answer as InvokeResults['api:log'];
        if (!log.ok) return log;
        return {
          ok: true,
          data: {
            ...log.data,
            entries: log.data.entries.filter((entry) => [userId].flat().includes(entry.userId ?? '')),
          },
        };
      }
      return undefined;
    },
    on: (channel: string, listener: (payload: never) => void) => {
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(listener));
      return () => known.delete(listener);
    },
  };
  window.stagewatch = bridge as unknown as Bridge;
}

/** Until it is disposed of, each document that the page loads has this bridge. */
export const installScriptedBridge = (page: Page, script: Script): Promise<AsyncDisposable> =>
  page.addInitScript(install, script);

/** Says something as the main process would. */
export async function send<C extends SendChannel>(page: Page, channel: C, payload: SendPayloads[C]): Promise<void> {
  await page.evaluate(([name, content]) => window.harness.send(name as SendChannel, content as never), [
    channel,
    payload,
  ] as const);
}

export const invocations = (page: Page): Promise<Invocation[]> => page.evaluate(() => window.harness.invocations);

/** From here on the question is answered so. */
export const answerWith = <C extends InvokeChannel>(
  page: Page,
  channel: C,
  answer: InvokeResults[C],
): Promise<unknown> =>
  page.evaluate(([name, value]) => Object.assign(window.harness.answers, { [name as string]: value }), [
    channel,
    answer,
  ] as const);

/** Forgets what was invoked so far. */
export const forgetInvocations = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.harness.invocations.length = 0;
  });

/** From here on the question stays open: what the page shows of it comes from events alone. */
export const holdAnswer = (page: Page, channel: InvokeChannel): Promise<void> =>
  page.evaluate((held) => {
    delete window.harness.answers[held];
  }, channel);
