import type { EventErrorCode } from '@aws-sdk/client-ivs-realtime';
import type { Language } from '../../../shared/settings.ts';

/**
 * What the error code of a participant's event means, and what to do (Amazon IVS Real-Time API reference, `Event`).
 * The type makes a new code of the SDK a compile error here.
 */
export const eventErrorTexts: Readonly<Record<EventErrorCode, Readonly<Record<Language, string>>>> = {
  B_FRAME_PRESENT: {
    'zh-TW':
      '推流內含 B-frame，IVS 即時串流不支援。請在編碼器關閉 B-frame（OBS：x264 選項 bframes=0 或 tune=zerolatency）。',
    en: 'The stream has B-frames, which IVS real-time does not take. Switch them off in the encoder (OBS: x264 option bframes=0, or tune=zerolatency).',
  },
  BITRATE_EXCEEDED: {
    'zh-TW': '推流位元率超過上限。請調低編碼器的位元率。',
    en: 'The stream is above the highest bitrate that IVS takes. Lower the bitrate in the encoder.',
  },
  INSUFFICIENT_CAPABILITIES: {
    'zh-TW': 'Token 沒有這個動作的權限，例如用觀看 token 推流。請改用有 PUBLISH 或 SUBSCRIBE 權限的 token。',
    en: 'The token does not allow this, for example publishing with a token to watch. Use a token with the capability PUBLISH or SUBSCRIBE.',
  },
  INTERNAL_SERVER_EXCEPTION: {
    'zh-TW': 'AWS 內部錯誤，推流沒有成功。請重新推流；一再發生時請聯絡 AWS Support。',
    en: 'A fault inside AWS kept the participant from publishing. Publish again; if it happens again and again, ask AWS Support.',
  },
  INVALID_AUDIO_CODEC: {
    'zh-TW': '音訊編碼不受支援。WebRTC 與 WHIP 請用 Opus，RTMP 請用 AAC。',
    en: 'The audio codec is not supported. Use Opus with WebRTC and WHIP, AAC with RTMP.',
  },
  INVALID_INPUT: {
    'zh-TW': '推流內容無效，IVS 無法處理。請檢查編碼器的輸出設定後重新推流。',
    en: "IVS cannot read the stream that was sent. Check the encoder's output settings and publish again.",
  },
  INVALID_PROTOCOL: {
    'zh-TW': 'Ingest 設定要求 RTMPS，卻以 RTMP 推流。請把編碼器的網址改成 rtmps://。',
    en: 'The ingest configuration asks for RTMPS, but the stream came by RTMP. Give the encoder the rtmps:// address.',
  },
  INVALID_STREAM_KEY: {
    'zh-TW': '串流金鑰無效。請從 ingest 設定重新複製金鑰到編碼器。',
    en: 'The stream key is not valid. Copy it again from the ingest configuration into the encoder.',
  },
  INVALID_VIDEO_CODEC: {
    'zh-TW': '視訊編碼不受支援。請用 H.264 Baseline（無 B-frame）或 SDK 預設的編碼。',
    en: 'The video codec is not supported. Use H.264 Baseline without B-frames, or what the SDK takes by itself.',
  },
  PUBLISHER_NOT_FOUND: {
    'zh-TW': '想訂閱的推流者不存在，多半是剛好離開了。推流者回來後會自動恢復。',
    en: 'The publisher that was to be watched does not exist; mostly it has just left. Watching goes on when it is back.',
  },
  QUOTA_EXCEEDED: {
    'zh-TW': '這個舞台的推流或觀看人數已達配額。請等其他人離開，或在 Service Quotas 申請提高。',
    en: 'The stage has as many publishers or viewers as its quota allows. Wait until somebody leaves, or ask for more in Service Quotas.',
  },
  RESOLUTION_EXCEEDED: {
    'zh-TW': '推流解析度超過上限。請在編碼器調低解析度（例如 1280×720）。',
    en: 'The stream has a higher resolution than IVS takes. Lower it in the encoder (1280×720, for example).',
  },
  REUSE_OF_STREAM_KEY: {
    'zh-TW': '這把串流金鑰正用於另一個進行中的舞台 session。請停止另一個推流，或使用別的金鑰。',
    en: 'The stream key is in use in another active stage session. Stop the other stream, or use another key.',
  },
  STREAM_DURATION_EXCEEDED: {
    'zh-TW': '推流時間已達上限（24 小時）。請重新推流。',
    en: 'The stream ran for as long as IVS allows (24 h). Publish again.',
  },
};

const unknownText = (code: string): Readonly<Record<Language, string>> => ({
  'zh-TW': `AWS 回報了這個版本還不認識的錯誤 ${code}，請查閱 AWS 文件。`,
  en: `AWS reports the error ${code}, which this version does not know yet; see the AWS documentation.`,
});

/** null where there is no error. */
export function explainEventError(code: string | null, language: Language): string | null {
  if (code === null) return null;
  const text = Object.hasOwn(eventErrorTexts, code) ? eventErrorTexts[code as EventErrorCode] : unknownText(code);
  return text[language];
}
