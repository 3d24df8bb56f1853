import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, failed, fine, text, warning } from '../service/connection/finding.ts';
import { makeFolder } from '../service/make-folder.ts';
import { openStore } from '../service/store/open.ts';
import { StoreOpenError } from '../service/store/types.ts';

/** Writes a file and opens the database, as a start does: what a start would set aside or migrate, this does too. */
export async function checkDataFolder(folder: string): Promise<Finding> {
  const details = { folder };
  const probe = join(folder, `preflight-${process.pid}.tmp`);
  try {
    makeFolder(folder);
    writeFileSync(probe, 'preflight', { mode: 0o600 });
    rmSync(probe);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return failed(
      text('資料夾無法寫入（{code}）：{folder}', 'The data folder cannot be written ({code}): {folder}', {
        code,
        folder,
      }),
      text(
        '請檢查權限與磁碟空間，或用 --data 指定其他資料夾',
        'Check its permissions and the disk, or give another with --data',
      ),
      { ...details, error: code },
    );
  }
  try {
    const store = await openStore({ dataDir: folder });
    const { setAside } = store.opened;
    await store.close();
    if (setAside === null)
      return fine(text('資料夾可寫入，資料庫可開啟', 'The folder can be written and the database opens'), details);
    return warning(
      text('資料庫已損毀，已移到 {file}', 'The database was damaged and is set aside as {file}', {
        file: setAside.file,
      }),
      setAside.restored === null
        ? text('歷史記錄從現在重新開始；請檢查磁碟', 'Its history begins anew; check the disk')
        : text('已還原備份 {backup}；請檢查磁碟', 'The backup {backup} is restored; check the disk', {
            backup: setAside.restored.name,
          }),
      { ...details, setAside: setAside.file },
    );
  } catch (error) {
    if (!(error instanceof StoreOpenError)) throw error;
    const { code, message } = error;
    if (code === 'in-use') {
      return warning(
        text('資料庫正由執行中的 Stagewatch 使用', 'The database is in use by a Stagewatch that runs'),
        text('要完整檢查時請先關閉它', 'Close it first for a full check'),
        { ...details, error: code },
      );
    }
    return failed(
      text('資料庫無法開啟（{code}）', 'The database cannot be opened ({code})', { code }),
      text('{message}', '{message}', { message }),
      { ...details, error: code },
    );
  }
}
