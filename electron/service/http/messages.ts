/** What people read in answers. Codes never change with the language; these do. */
import type { ErrorCode } from '../../../shared/api.ts';
import type { Language } from '../../../shared/settings.ts';
import type { IssuerAdvice } from '../tokens/issuer.ts';

type Text = Readonly<Record<Language, string>>;

export const errorMessages: Readonly<Record<ErrorCode, Text>> = {
  BAD_REQUEST: { 'zh-TW': '無法解讀這個請求', en: 'This request cannot be understood' },
  INVALID_JSON: { 'zh-TW': '請求內容不是有效的 JSON', en: 'The body is not valid JSON' },
  VALIDATION_ERROR: { 'zh-TW': '請求欄位缺漏或不符規定', en: 'A field is missing or out of its limits' },
  UNAUTHORIZED: {
    'zh-TW': 'API 金鑰缺漏或錯誤，請放在 x-api-key 標頭',
    en: 'The API key is missing or wrong; send it in the x-api-key header',
  },
  FORBIDDEN_ORIGIN: {
    'zh-TW': '不接受來自這個主機名稱或來源的請求',
    en: 'Requests under this host name or from this origin are not served',
  },
  VIEWER_REMOVED: {
    'zh-TW': '操作人員已將這位觀眾移除，請勿自動重新加入',
    en: 'An operator removed this viewer; do not come back automatically',
  },
  NOT_FOUND: { 'zh-TW': '沒有這個路徑', en: 'There is nothing at this path' },
  VIEWER_NOT_PRESENT: {
    'zh-TW': '這位觀眾目前不在線上，請重新加入',
    en: 'This viewer is not present (any longer): rejoin',
  },
  STAGE_NOT_FOUND: {
    'zh-TW': 'AWS 找不到這個舞台，請檢查舞台 ARN 與區域',
    en: 'AWS does not know this stage; check the stage ARN and the region',
  },
  PARTICIPANT_NOT_FOUND: {
    'zh-TW': 'AWS 在這個舞台找不到這位參與者',
    en: 'AWS knows no such participant on this stage',
  },
  BACKUP_NOT_FOUND: {
    'zh-TW': '沒有這個名稱的備份，請重新整理清單',
    en: 'There is no backup of this name; look at the list again',
  },
  BACKUP_UNUSABLE: {
    'zh-TW': '這個備份無法還原，資料庫維持原狀',
    en: 'This backup cannot be restored; the database is as it was',
  },
  BACKUP_FAILED: {
    'zh-TW': '備份沒有完成，稍後會自動再試',
    en: 'No backup could be made; it is tried again by itself',
  },
  METHOD_NOT_ALLOWED: { 'zh-TW': '這個路徑不接受這個方法', en: 'This path does not take this method' },
  REQUEST_TIMEOUT: { 'zh-TW': '請求沒有在時限內送完', en: 'The request did not arrive in time' },
  TOKEN_EXPIRED: { 'zh-TW': 'Token 已過期，請重新取得', en: 'The token has expired: ask for a new one' },
  PAYLOAD_TOO_LARGE: { 'zh-TW': '請求內容超過 16 KiB', en: 'The body is larger than 16 KiB' },
  UNSUPPORTED_MEDIA_TYPE: {
    'zh-TW': '請求內容必須是 application/json',
    en: 'The body must be application/json',
  },
  HEADERS_TOO_LARGE: { 'zh-TW': '請求標頭過大', en: 'The headers are too large' },
  RATE_LIMITED: { 'zh-TW': '請求太頻繁，請稍後再試', en: 'Too many requests; try again shortly' },
  INTERNAL: {
    'zh-TW': '服務內部錯誤，請以 requestId 查詢服務記錄',
    en: 'Internal error; the service log has it under the requestId',
  },
  TOKEN_ISSUER_FAILED: { 'zh-TW': '無法取得 Token', en: 'No token could be issued' },
  AWS_FAILED: { 'zh-TW': 'AWS 沒有完成這個請求', en: 'AWS did not do what was asked' },
  STORE_UNAVAILABLE: {
    'zh-TW': '資料庫目前無法寫入，觀看不受影響；請檢查磁碟空間與資料夾',
    en: 'The database cannot be written at the moment; watching goes on. Check the disk and the data folder',
  },
  SHUTTING_DOWN: { 'zh-TW': '服務正在關閉', en: 'The service is shutting down' },
};

/** Why no backup could be made or restored, and what to do. */
export const backupMessages = {
  'disk-full': {
    'zh-TW': '磁碟空間不足，備份沒有完成；請清出空間，稍後會自動再試',
    en: 'There is not enough room on the disk for a backup. Make room; it is tried again by itself',
  },
  'not-writable': {
    'zh-TW': '備份資料夾無法寫入；請檢查權限與磁碟',
    en: 'The folder of the backups cannot be written; check its permissions and the disk',
  },
  damaged: {
    'zh-TW': '備份內容未通過檢查，資料庫可能已損毀；重新啟動後會將它另存，並還原最近的完好備份',
    en: 'The copy did not pass its check, so the database may be damaged. At the next start it is set aside and the newest good backup restored',
  },
  failed: { 'zh-TW': '備份沒有完成，稍後會自動再試', en: 'No backup could be made; it is tried again by itself' },
  copyDamaged: {
    'zh-TW': '這個備份已損毀，無法還原；資料庫維持原狀，請選擇其他備份',
    en: 'This backup is damaged and cannot be restored. The database is as it was; choose another backup',
  },
  newer: {
    'zh-TW': '這個備份來自較新版本的 Stagewatch，無法在此版本還原；資料庫維持原狀',
    en: 'This backup was made by a newer Stagewatch and cannot be restored with this one. The database is as it was',
  },
} as const satisfies Record<string, Text>;

/** Why no token came, and what to do. */
export const issuerMessages: Readonly<Record<IssuerAdvice, Text>> = {
  throttled: {
    'zh-TW': 'AWS 限制了請求頻率，稍後會自動恢復',
    en: 'AWS throttles the requests; this passes by itself',
  },
  'aws-fault': { 'zh-TW': 'AWS 服務發生錯誤，請稍後再試', en: 'AWS has a fault; try again shortly' },
  unreachable: {
    'zh-TW': '連不到 IVS 控制端點，請檢查網路與端點設定',
    en: 'The IVS control plane cannot be reached; check the network and the endpoint setting',
  },
  timeout: {
    'zh-TW': 'IVS 控制端點沒有在時限內回應，請檢查網路',
    en: 'The IVS control plane did not answer in time; check the network',
  },
  untrusted: {
    'zh-TW': '無法確認 IVS 控制端點的身分（TLS 憑證有問題），請檢查網路上的代理伺服器與這台電腦信任的憑證',
    en: "The IVS control plane could not prove who it is (TLS certificate); check for a proxy in between and this machine's trusted certificates",
  },
  'not-aws': {
    'zh-TW': '回應的不是 IVS 控制端點（可能是網路登入頁或代理伺服器），請檢查網路與端點設定',
    en: "What answered is not the IVS control plane (a network's sign-in page, a proxy?); check the network and the endpoint setting",
  },
  'access-denied': {
    'zh-TW': 'AWS 拒絕存取，請為這組憑證加上 ivs:CreateParticipantToken 權限',
    en: 'AWS denied access; give these credentials the permission ivs:CreateParticipantToken',
  },
  'key-pair': {
    'zh-TW':
      '設定為以金鑰對簽發 Token，但沒有可用的私鑰或公鑰 ARN；請執行 npm run keys，並設定 STAGEWATCH_PUBLIC_KEY_ARN',
    en: 'Tokens are to be signed with a key pair, but there is no usable private key or no public key ARN; run npm run keys and set STAGEWATCH_PUBLIC_KEY_ARN',
  },
  'credentials-missing': {
    'zh-TW': '找不到 AWS 憑證，請設定環境變數、設定檔或執行個體角色',
    en: 'No AWS credentials were found; provide them by environment, profile or instance role',
  },
  'credentials-refused': {
    'zh-TW': 'AWS 不接受這組憑證（錯誤或已過期），請更新憑證',
    en: 'AWS refused the credentials (wrong or expired); renew them',
  },
  'clock-skew': {
    'zh-TW': '這台電腦的時間與 AWS 相差太多，請校正時間',
    en: "This machine's clock differs too much from AWS's; set it right",
  },
  'not-found': {
    'zh-TW': 'AWS 找不到這個舞台，請檢查舞台 ARN 與區域',
    en: 'AWS does not know this stage; check the stage ARN and the region',
  },
  invalid: {
    'zh-TW': 'AWS 認為請求不符規定，請檢查 userId 與舞台 ARN',
    en: 'AWS found the request invalid; check userId and stage ARN',
  },
  'pending-verification': {
    'zh-TW': 'AWS 帳號尚待驗證，請在 AWS 主控台完成驗證',
    en: 'The AWS account awaits verification; complete it in the AWS console',
  },
  quota: {
    'zh-TW': '已達 AWS 服務配額，請在 Service Quotas 申請提高',
    en: 'An AWS service quota is reached; ask for more in Service Quotas',
  },
  conflict: { 'zh-TW': 'AWS 回報衝突，請檢查舞台的狀態', en: "AWS reports a conflict; check the stage's state" },
  unknown: {
    'zh-TW': 'AWS 拒絕了請求，詳見 details 的錯誤名稱',
    en: 'AWS refused the request; its error name is in the details',
  },
};

/** The same with the IAM action that was needed. */
export function issuerTextOf(advice: IssuerAdvice, action: string | null): Text {
  const text = issuerMessages[advice];
  const named = (language: Language) =>
    text[language].replace('ivs:CreateParticipantToken', (usual) => action ?? usual);
  return { 'zh-TW': named('zh-TW'), en: named('en') };
}

export const successMessages = {
  rejoined: { 'zh-TW': '重新加入成功', en: 'Rejoined' },
} as const satisfies Record<string, Text>;

/** Finer than a code: which rule a request broke. */
export const hints = {
  keyInUrl: {
    'zh-TW': 'API 金鑰不可放在網址裡，請放在 x-api-key 標頭',
    en: 'The API key must not be in the URL; send it in the x-api-key header',
  },
  cursor: {
    'zh-TW': 'cursor 無效，請從第一頁重新開始',
    en: 'Not a cursor of this list; start again at the first page',
  },
  range: {
    'zh-TW': 'until 必須晚於 since',
    en: 'until must come after since',
  },
  lastEventId: {
    'zh-TW': 'Last-Event-ID 必須是記錄的 id',
    en: "Last-Event-ID must be a log entry's id",
  },
  noStage: {
    'zh-TW': '沒有預設的舞台，請給 stageArn',
    en: 'There is no default stage: give stageArn',
  },
} as const satisfies Record<string, Text>;
