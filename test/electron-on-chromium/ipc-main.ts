import type Electron from 'electron';
import { type PageMessage, receiveExpression } from './preload-world.ts';

type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;
const handlers = new Map<string, Handler>();

export const ipcMain = {
  handle: (channel, listener) => {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, listener);
  },
  removeHandler: (channel) => {
    handlers.delete(channel);
  },
} satisfies Pick<Electron.IpcMain, 'handle' | 'removeHandler'>;

/** Answers one message of a page with the expression that delivers the answer there. Errors read as Electron's do. */
export async function answerPage(
  message: PageMessage,
  sender: Pick<Electron.IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
): Promise<string | null> {
  if (message.kind !== 'invoke') return null; // Nothing listens: the app uses invoke alone.
  const { id, channel, args } = message;
  const handler = handlers.get(channel);
  try {
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    const value = await handler(sender as Electron.IpcMainInvokeEvent, ...args);
    return receiveExpression({ reply: id, value });
  } catch (error) {
    return receiveExpression({ reply: id, error: `Error invoking remote method '${channel}': ${error}` });
  }
}
