import { assertNever } from '../../../shared/assert-never.ts';
import type { Language } from '../../../shared/settings.ts';
import type { Notable } from './decide.ts';

export interface NotificationWords {
  title: string;
  body: string;
}

/** What happened, and what can be done. */
export function notificationWords(notable: Notable, language: Language): NotificationWords {
  const say = (zhTW: [string, string], en: [string, string]): NotificationWords => {
    const [title, body] = language === 'zh-TW' ? zhTW : en;
    return { title, body };
  };
  switch (notable.kind) {
    case 'live-again':
      return say(
        ['舞台恢復直播', `${notable.stage} 又有人直播了，開啟主控台即可觀看。`],
        ['The stage is live again', `Somebody publishes on ${notable.stage} again. Open the console to watch.`],
      );
    case 'removed':
      return say(
        ['已被移出舞台', '管理員中斷了這台電腦的觀看。可在主控台重新開始。'],
        ['Removed from the stage', 'An operator ended watching on this machine. Start again in the console.'],
      );
    case 'over-budget':
      return say(
        ['超過每日預算', `${notable.stage} 今天的費用已超過預算，詳情請看「費用」頁。`],
        ['Over the daily budget', `${notable.stage} has cost more than its budget today. See the page “Cost”.`],
      );
    case 'update':
      return say(
        ['有新版本', `Stagewatch ${notable.version} 可以更新了。`],
        ['A newer version', `Stagewatch ${notable.version} is available.`],
      );
    case 'backup-failed':
      return say(
        ['備份失敗', '資料庫未能備份，原因顯示在主控台，稍後會自動再試。'],
        [
          'The backup failed',
          'The database could not be backed up. The console says why; it is tried again by itself.',
        ],
      );
    default:
      return assertNever(notable);
  }
}
