import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { onlyImplemented } from './implemented.ts';

/** This has no notification service, and says so, as Electron does where a desktop has none. */
class NotificationOnChromium extends EventEmitter {
  static isSupported = (): boolean => false;
  show(): void {}
}

export const Notification = onlyImplemented('Notification', NotificationOnChromium) as unknown as (new (
  options?: Electron.NotificationConstructorOptions,
) => Pick<Electron.Notification, 'show' | 'on'>) &
  Pick<typeof Electron.Notification, 'isSupported'>;
