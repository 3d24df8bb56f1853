import type { z } from 'zod';
import { type InvokeChannel, type InvokeResults, invokeChannels } from '../../shared/ipc.ts';
import { isOwnUrl } from './app-address.ts';

/** What goes back over the wire: the preload turns it into a value or an Error. Nothing throws in the main process. */
export type InvokeAnswer<T> = { ok: true; value: T } | { ok: false; message: string };

type Payload<C extends InvokeChannel> = z.output<(typeof invokeChannels)[C]['payload']>;
export type InvokeHandlers = {
  [C in InvokeChannel]: (payload: Payload<C>) => InvokeResults[C] | Promise<InvokeResults[C]>;
};

/** The frame that sent a message, as far as it decides anything; null: it has gone meanwhile. */
export type SenderFrame = { readonly url: string; readonly parent: object | null } | null;

/** Told of each message that was refused and each handler that failed; the page learns no more than that it did. */
export type OnProblem = (problem: {
  channel: string;
  reason: 'sender' | 'payload' | 'failed';
  error?: unknown;
}) => void;

/** Sender first, then the payload, then the handler. Never rejects. */
export async function answerInvoke<C extends InvokeChannel>(
  channel: C,
  handlers: Pick<InvokeHandlers, C>,
  senderFrame: SenderFrame,
  args: readonly unknown[],
  onProblem: OnProblem,
): Promise<InvokeAnswer<InvokeResults[C]>> {
  try {
    if (!isOurConsole(senderFrame)) {
      onProblem({ channel, reason: 'sender' });
      return { ok: false, message: 'Only the console itself may ask for this.' };
    }
    const payload = invokeChannels[channel].payload.safeParse(args[0]);
    if (!payload.success || args.length > 1) {
      onProblem({ channel, reason: 'payload' });
      return { ok: false, message: `${channel}: this is not what the channel takes.` };
    }
    return { ok: true, value: await handlers[channel](payload.data as Payload<C>) };
  } catch (error) {
    onProblem({ channel, reason: 'failed', error });
    return { ok: false, message: `${channel} failed; the log says why.` };
  }
}

/** Our own address, and the top frame. */
export function isOurConsole(frame: SenderFrame): boolean {
  return frame !== null && frame.parent === null && isOwnUrl(frame.url);
}
