/** What people read where AWS, asked about something else than a token, refuses or differs from us. */
import type { Language } from '../../../shared/settings.ts';
import type { AwsFailed } from '../aws/failure.ts';
import { issuerMessages } from './messages.ts';

type Text = Readonly<Record<Language, string>>;

/** Why AWS did not do it, and what to do; the exact IAM action where a permission is missing. */
export function awsFailureText({ call, advice }: Pick<AwsFailed, 'call' | 'advice'>): Text {
  switch (advice) {
    case 'access-denied':
      return {
        'zh-TW': `AWS 拒絕存取，請為這組憑證加上 ivs:${call} 權限`,
        en: `AWS denied access; give these credentials the permission ivs:${call}`,
      };
    case 'invalid':
      return {
        'zh-TW': 'AWS 認為請求不符規定，請檢查 stage ARN、sessionId 與 participantId',
        en: 'AWS found the request invalid; check stage ARN, sessionId and participantId',
      };
    default:
      return issuerMessages[advice];
  }
}

/** AWS knows the stage, but not what was asked for on it. */
export const unknownSession: Text = {
  'zh-TW': 'AWS 在這個 stage 找不到這個 session',
  en: 'AWS knows no such session on this stage',
};
