import { assertNever } from '../../shared/assert-never.ts';
import type { Language } from '../../shared/settings.ts';
import { StoreOpenError } from '../service/store/types.ts';

/** Why Stagewatch could not start, and what to do, in the language of who stands before it. */
export function failureWords(error: unknown, language: Language): string {
  const message = error instanceof Error ? error.message : String(error);
  return language === 'zh-TW' && error instanceof StoreOpenError ? inChinese(error) : message;
}

function inChinese({ code, path, reason }: StoreOpenError): string {
  const elsewhere = '也可以用 --data 或 STAGEWATCH_DATA 指定其他資料夾';
  switch (code) {
    case 'newer-schema':
      return `資料庫 ${path} 由較新版本的 Stagewatch 寫入（${reason}），這個版本無法使用，也未做任何更動。請啟動較新的版本，或以 --restore latest 還原這個版本的備份；${elsewhere}。`;
    case 'in-use':
      return `資料夾 ${path} 正由另一個 Stagewatch 使用。請先結束它；${elsewhere}。`;
    case 'not-writable':
      return `資料夾 ${path} 無法寫入（${reason}）。請讓這位使用者可以寫入；${elsewhere}。`;
    case 'failed':
      return `資料庫 ${path} 無法開啟（${reason}）。請檢查檔案與資料夾的權限，以及磁碟空間；${elsewhere}。`;
    default:
      return assertNever(code);
  }
}
