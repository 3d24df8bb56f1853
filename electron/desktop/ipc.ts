import { type BrowserWindow, ipcMain } from 'electron';
import { type InvokeChannel, invokeChannels, type SendChannel, type SendPayloads } from '../../shared/ipc.ts';
import { answerInvoke, type InvokeHandlers, type OnProblem } from './answer-invoke.ts';

/** Puts every channel of the map in place. */
export function setupIpc(handlers: InvokeHandlers, onProblem: OnProblem): void {
  for (const channel of Object.keys(invokeChannels) as InvokeChannel[]) {
    ipcMain.handle(channel, (event, ...args: unknown[]) =>
      answerInvoke(channel, handlers, event.senderFrame, args, onProblem),
    );
  }
}

/** Main → renderer; a page that is not there misses it, and asks for everything when it comes up. */
export function sendTo<C extends SendChannel>(window: BrowserWindow, channel: C, payload: SendPayloads[C]): void {
  if (!window.isDestroyed()) window.webContents.send(channel, payload);
}
