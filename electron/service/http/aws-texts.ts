/** What people read where AWS, asked about something else than a token, refuses or differs from us. */
import type { GhostKind } from '../../../shared/api.ts';
import type { Language } from '../../../shared/settings.ts';
import type { AwsFailed } from '../aws/failure.ts';
import { issuerTextOf } from './messages.ts';

type Text = Readonly<Record<Language, string>>;

/** Why AWS did not do it, and what to do; the exact IAM action where a permission is missing. */
export const awsFailureText = ({ call, advice }: Pick<AwsFailed, 'call' | 'advice'>): Text =>
  advice === 'invalid' ? invalidText : issuerTextOf(advice, `ivs:${call}`);

const invalidText: Text = {
  'zh-TW': 'AWS 認為請求不符規定，請檢查舞台 ARN、sessionId 與 participantId',
  en: 'AWS found the request invalid; check stage ARN, sessionId and participantId',
};

/** AWS knows the stage, but not what was asked for on it. */
export const unknownSession: Text = {
  'zh-TW': 'AWS 在這個舞台找不到這個 session',
  en: 'AWS knows no such session on this stage',
};

/** What to do about a ghost. */
export const remedyText: Readonly<Record<GhostKind, Text>> = {
  'only-here': {
    'zh-TW':
      '這位觀眾的程式仍在送 heartbeat，但 AWS 沒有他的連線，所以看不到畫面也不計費。請在那台裝置重新整理或重開程式；若裝置已不用，停止送 heartbeat 後一分鐘內會自動移出。',
    en: 'Its client still sends heartbeats, but AWS has no connection of it: no picture, no bill. Reload or restart the client on that device; if nobody uses it, it is swept within a minute after its last heartbeat.',
  },
  'only-there': {
    'zh-TW':
      '這個連線仍在 AWS 計費，但這裡沒有對應的觀眾：程式可能當掉、不再送 heartbeat，或 token 由其他系統發出。確認沒有人在看之後，請將它移除以停止計費。',
    en: 'This connection is still billed at AWS, but nobody here belongs to it: its client crashed or sends no heartbeats, or another system issued the token. Once you are sure that nobody watches, remove it and the bill stops.',
  },
};
