import type { Autostart } from '../autostart/autostart.ts';
import { type Finding, fine, text, warning } from '../service/connection/finding.ts';

/** Whether this program is started at login, against what the settings want. A service unit or a scheduled task is not seen here. */
export async function checkAutostart(
  wanted: boolean | undefined,
  autostart: Pick<Autostart, 'state' | 'where'>,
): Promise<Finding> {
  const { where } = autostart;
  const state = await autostart.state().catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
  const details = { state, where, ...(wanted !== undefined && { wanted }) };
  const started = text('登入時會自動啟動', 'It is started at login');
  const notStarted = text('登入時不會由本程式設定自動啟動', 'It has not set itself to start at login');
  switch (state) {
    case 'on':
      if (wanted !== false) return fine(started, details);
      return warning(
        text('登入時會自動啟動，但設定為關閉', 'It is started at login, though that is switched off in the settings'),
        text(
          '請以這位使用者啟動一次 Stagewatch，它會自行移除',
          'Start Stagewatch once as this user: it takes that away',
        ),
        details,
      );
    case 'off':
      if (wanted !== true) return fine(notStarted, details);
      return warning(
        text(
          '設定要在登入時啟動，但這位使用者尚未生效',
          'It is to start at login, and is not set up for this user yet',
        ),
        text('請以這位使用者啟動一次 Stagewatch', 'Start Stagewatch once as this user'),
        details,
      );
    case 'blocked':
      if (wanted !== true) return fine(notStarted, details);
      return warning(
        text('登入時啟動已被系統設定停用', 'Start at login is switched off in the system’s own settings'),
        text('請在系統的「啟動應用程式」設定中允許 Stagewatch', 'Allow Stagewatch among the system’s startup apps'),
        details,
      );
    case 'foreign': {
      const left = text(
        '自動啟動檔不是 Stagewatch 寫的，保持原樣：{where}',
        'Not written by Stagewatch and left alone: {where}',
        {
          where,
        },
      );
      if (wanted === undefined) return fine(left, details);
      return warning(
        left,
        text('請移除該檔案，或改在其中設定', 'Remove that file, or set in it what is to be started'),
        details,
      );
    }
    default:
      return warning(
        text('無法得知登入時是否啟動（{code}）', 'Whether it is started at login cannot be told ({code})', {
          code: state,
        }),
        text('請檢查 {where} 的權限', 'Check the permissions of {where}', { where }),
        details,
      );
  }
}
