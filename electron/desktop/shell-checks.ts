/** What only the desktop's shell can tell of a machine: its keychain, and what its browser can play. */
import { type Finding, failed, fine, text, warning } from '../service/connection/finding.ts';
import type { DesktopSecrets } from './secrets.ts';

export interface PageAbilities {
  supported: boolean;
  video: string[];
  audio: string[];
}

export async function checkKeychain(secrets: Pick<DesktopSecrets, 'status'>): Promise<Finding> {
  const { backend, refusal, secrets: kept } = await secrets.status();
  const details = { backend };
  if (refusal === 'plain-text') {
    return warning(
      text(
        '這個系統沒有金鑰圈（{backend}），無法儲存憑證',
        'This system offers no keychain ({backend}): no secrets can be saved',
        {
          backend,
        },
      ),
      text(
        '請安裝並解鎖 GNOME Keyring 或 KWallet；環境變數、設定檔與 SSO 的憑證不受影響',
        'Install and unlock GNOME Keyring or KWallet; credentials by environment, profile and SSO work all the same',
      ),
      { ...details, error: refusal },
    );
  }
  if (refusal === 'unavailable') {
    return warning(
      text('金鑰圈（{backend}）沒有回應', 'The keychain ({backend}) does not answer', { backend }),
      text('請解鎖金鑰圈後再試一次', 'Unlock it and try again'),
      { ...details, error: refusal },
    );
  }
  const unreadable = Object.entries(kept).find(([, state]) => state.state === 'unreadable');
  if (unreadable !== undefined) {
    const name = unreadable[0];
    return warning(
      text('已儲存的 {name} 無法解密，密文仍保留', 'The saved {name} cannot be decrypted; its ciphertext is kept', {
        name,
      }),
      text('請用原來的帳號或金鑰圈開啟，或重新儲存', 'Use the account or keychain that saved it, or save it again'),
      { ...details, secret: name },
    );
  }
  return fine(text('金鑰圈可用（{backend}）', 'The keychain works ({backend})', { backend }), details);
}

/** What Amazon IVS sends: H.264 and Opus. */
const NEEDED = { video: 'H264', audio: 'opus' };

export async function checkCodecs(askPage: () => Promise<PageAbilities>): Promise<Finding> {
  const { supported, video, audio } = await askPage();
  const details = { supported, video: video.join(' '), audio: audio.join(' ') };
  const has = (codecs: string[], needed: string) =>
    codecs.some((codec) => codec.toUpperCase() === needed.toUpperCase());
  const missing = [
    ...(has(video, NEEDED.video) ? [] : [NEEDED.video]),
    ...(has(audio, NEEDED.audio) ? [] : [NEEDED.audio]),
    ...(supported ? [] : ['WebRTC']),
  ];
  if (missing.length === 0) return fine(text('可以播放 H.264 與 Opus', 'H.264 and Opus can be played'), details);
  return failed(
    text('這台電腦無法播放：缺少 {missing}', 'This machine cannot play a stage: {missing} is missing', {
      missing: missing.join(', '),
    }),
    text(
      '請使用內含 H.264 的版本（官方安裝檔都有），或更新系統',
      'Use a build with H.264 (the installers have it), or update the system',
    ),
    details,
  );
}
