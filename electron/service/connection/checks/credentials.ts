import type { Language } from '../../../../shared/settings.ts';
import type { CredentialProblem, CredentialState } from '../../aws/credentials.ts';
import { issuerMessages } from '../../http/messages.ts';
import type { Facts } from '../facts.ts';
import { type Finding, failed, fine, type Text, text, warning } from '../finding.ts';

const SOON_MS = 60 * 60_000;

const problems: Readonly<Record<CredentialProblem, { message: Text; remedy: Text }>> = {
  missing: {
    message: text('找不到 AWS 憑證', 'No AWS credentials were found'),
    remedy: text(
      '請在「連線」頁儲存存取金鑰，或設定環境變數（AWS_ACCESS_KEY_ID）、設定檔（AWS_PROFILE）、SSO 或執行個體角色',
      'Save an access key on the page "Connection", or provide them by environment (AWS_ACCESS_KEY_ID), profile (AWS_PROFILE), SSO or instance role',
    ),
  },
  expired: {
    message: text('AWS 憑證已過期', 'The AWS credentials have expired'),
    remedy: text(
      '請更新憑證：重新登入（aws sso login）、更新環境變數後重新啟動，或在「連線」頁儲存新的金鑰',
      'Renew them: sign in again (aws sso login), start again with new environment variables, or save a new key on the page "Connection"',
    ),
  },
  'sso-expired': {
    message: text('AWS SSO 的登入已過期', 'The AWS SSO sign-in has expired'),
    remedy: text(
      '請執行 aws sso login（加上 --profile）後再試一次',
      'Run aws sso login (with its --profile) and try again',
    ),
  },
  'source-failed': {
    message: text('憑證的來源發生錯誤', 'The source of the credentials failed'),
    remedy: text(
      '請用 aws sts get-caller-identity 檢查 AWS_PROFILE 與設定檔',
      'Check AWS_PROFILE and the profile files with aws sts get-caller-identity',
    ),
  },
  timeout: {
    message: text('憑證的來源沒有在時限內回應', 'The source of the credentials did not answer in time'),
    remedy: text(
      '請檢查網路；如果這台電腦不在 AWS 上，請設定 AWS_EC2_METADATA_DISABLED=true',
      'Check the network; where this machine is not in AWS, set AWS_EC2_METADATA_DISABLED=true',
    ),
  },
};

/** Why there are none that AWS would take, and what to do, as one sentence. */
export const credentialProblemText = (problem: CredentialProblem, language: Language): string => {
  const { message, remedy } = problems[problem];
  return language === 'en' ? `${message.en}. ${remedy.en}` : `${message[language]}。${remedy[language]}`;
};

/** Whether there are credentials; and, where AWS has been asked with them, whether it takes them. */
export async function checkCredentials(state: CredentialState, facts: Facts, now: number): Promise<Finding> {
  const { source, accessKeyId, expiresAt, problem, error } = state;
  const details = {
    source,
    ...(accessKeyId !== null && { accessKeyId }),
    ...(expiresAt !== null && { expiresAt: new Date(expiresAt).toISOString() }),
    ...(error !== null && { error }),
  };
  if (problem !== null) return failed(problems[problem].message, problems[problem].remedy, details);
  if (source === 'local') return fine(text('本機舞台不需要憑證', 'The local stage needs none'), details);

  const answer = facts.stage ?? facts.stages;
  const refusal = answer !== null && !answer.ok ? answer.problem : null;
  if (refusal?.advice === 'credentials-refused' || refusal?.advice === 'clock-skew') {
    const { reason } = refusal;
    const expired = /Expired/.test(reason) && refusal.advice === 'credentials-refused';
    return failed(
      expired
        ? problems.expired.message
        : text('AWS 不接受這組憑證（{reason}）', 'AWS refused the credentials ({reason})', { reason }),
      expired ? problems.expired.remedy : issuerMessages[refusal.advice],
      { ...details, error: reason },
    );
  }
  const found = { id: accessKeyId ?? '', source: source };
  if (expiresAt !== null && expiresAt - now < SOON_MS && source === 'environment') {
    return warning(
      text(
        '環境變數的憑證即將過期，不會自動更新',
        'The credentials of the environment expire soon and are not renewed',
      ),
      problems.expired.remedy,
      details,
    );
  }
  return answer === null
    ? fine(
        text('有憑證 {id}，尚未向 AWS 驗證', 'Credentials {id} are there; AWS could not be asked yet', found),
        details,
      )
    : fine(text('AWS 接受憑證 {id}', 'AWS takes the credentials {id}', found), details);
}
