import { skipped, text } from '../service/connection/finding.ts';
import type { CheckDefinition } from '../service/connection/run-checks.ts';

/** What the headless service has not, said rather than left out. */
export const headlessChecks: readonly CheckDefinition[] = [
  {
    name: 'keychain',
    run: async () =>
      skipped(
        text(
          '無視窗服務不使用金鑰圈：憑證來自環境變數、設定檔或角色',
          'The headless service uses no keychain: its credentials come from environment, profile or role',
        ),
      ),
  },
  {
    name: 'codecs',
    run: async () => skipped(text('無視窗服務不播放影像', 'The headless service plays no video')),
  },
  {
    name: 'displays',
    run: async () => skipped(text('無視窗服務不使用螢幕', 'The headless service uses no display')),
  },
  {
    name: 'autostart',
    run: async () =>
      skipped(
        text('無視窗服務由系統的服務管理員啟動', 'The headless service is started by the system’s service manager'),
      ),
  },
];
