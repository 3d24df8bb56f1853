import { Notification } from 'electron';
import type { Logger } from 'pino';
import { createNotifications, type NotificationsDeps } from './notifications.ts';

/** Through the system's notifications, where it has them. A click on one brings the console forward. */
export function setupNotifications(
  deps: Pick<NotificationsDeps, 'wanted' | 'language'> & { log: Logger; onClick(): void },
): ReturnType<typeof createNotifications> {
  const { wanted, language, log, onClick } = deps;
  return createNotifications({
    language,
    wanted: () => wanted() && Notification.isSupported(),
    show(words) {
      log.info(words, 'A notification is shown');
      const notification = new Notification(words);
      notification.on('click', onClick);
      notification.show();
    },
  });
}
