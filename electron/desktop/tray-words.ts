/** What tray and notifications say. The console's catalogue is the page's; this is what is said without one. */
import type { Language } from '../../shared/settings.ts';
import type { EndReason } from '../../shared/viewing.ts';

export interface TrayWords {
  show: string;
  hide: string;
  mute: string;
  unmute: string;
  watch: string;
  stop: string;
  quit: string;
  signedOut: string;
  joining: string;
  watching: string;
  reconnecting: string;
  nobodyPublishes: string;
  away(seconds: number): string;
  disconnecting: string;
  parked: string;
  retrying: string;
  ended: Record<EndReason, string>;
}

export const trayWords: Record<Language, TrayWords> = {
  'zh-TW': {
    show: '顯示主控台',
    hide: '隱藏主控台',
    mute: '靜音',
    unmute: '開啟聲音',
    watch: '開始觀看',
    stop: '停止觀看',
    quit: '結束 Stagewatch',
    signedOut: '準備中',
    joining: '正在連線到舞台',
    watching: '觀看中',
    reconnecting: '正在重新連線',
    nobodyPublishes: '已連線，但舞台目前沒有人直播',
    away: (seconds) => `無人觀看，${seconds} 秒內中斷連線`,
    disconnecting: '正在中斷連線',
    parked: '已中斷連線，不計費',
    retrying: '無法連線，會自動再試',
    ended: {
      removed: '已被管理員移出',
      'stage-deleted': '舞台已刪除',
      'stage-not-found': '找不到舞台',
      'opened-elsewhere': '已在其他地方開啟',
      'token-refused': 'Token 遭到拒絕',
      'codec-mismatch': '無法播放這個影像',
      'player-fault': '播放器發生問題',
      unsupported: '這台電腦無法播放',
      refused: '服務拒絕了要求',
    },
  },
  en: {
    show: 'Show the console',
    hide: 'Hide the console',
    mute: 'Mute',
    unmute: 'Sound on',
    watch: 'Watch',
    stop: 'Stop watching',
    quit: 'Quit Stagewatch',
    signedOut: 'Getting ready',
    joining: 'Connecting to the stage',
    watching: 'Watching',
    reconnecting: 'Reconnecting',
    nobodyPublishes: 'Connected; nobody is live on the stage',
    away: (seconds) => `Nobody is looking: disconnects within ${seconds} s`,
    disconnecting: 'Disconnecting',
    parked: 'Disconnected, nothing is billed',
    retrying: 'Not connected; it is tried again by itself',
    ended: {
      removed: 'Removed by an operator',
      'stage-deleted': 'The stage was deleted',
      'stage-not-found': 'There is no such stage',
      'opened-elsewhere': 'Opened in another place',
      'token-refused': 'The token was refused',
      'codec-mismatch': 'This video cannot be played',
      'player-fault': 'The player failed',
      unsupported: 'This machine cannot play a stage',
      refused: 'The service refused the request',
    },
  },
};
