/** One word for one thing, as Taiwan has it, wherever this program speaks Traditional Chinese: console, service, documents. */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { at } from '../../../scripts/lib/paths.ts';

/** What is not written, and what is written instead. */
const variants: readonly (readonly [RegExp, string])[] = [
  [/權杖|令牌/, 'Token'],
  // AWS itself calls IAM's 政策; ours is 原則.
  [/政策檔|策略/, '原則'],
  [/觀看者/, '觀眾'],
  [/成本|花費/, '費用'],
  [/日誌|日志/, '紀錄'],
  [/自助服務模式|資訊站|(?<![\w.-])kiosk 模式/, 'Kiosk 模式'],
  [/用戶(?!端)/, '使用者'],
  [/服務器/, '伺服器'],
  [/設置|配置文件/, '設定'],
  [/數據庫/, '資料庫'],
  [/網絡/, '網路'],
  [/窗口/, '視窗'],
  [/默認|缺省/, '預設'],
  [/信息/, '訊息'],
  [/程序(?!性)/, '程式'],
  [/屏幕/, '螢幕'],
  [/軟件|硬件/, '軟體'],
  [/視頻|音頻/, '視訊'],
  [/連接(?!埠)|鏈接/, '連線、連結'],
  [/接口/, '介面'],
  [/登錄/, '登入'],
  [/添加/, '新增'],
  [/發佈/, '發布'],
  [/質量/, '品質'],
  [/緩存/, '快取'],
  [/本機 stage|沒有 stage/, '舞台'],
];

const HAN = /\p{Script=Han}/u;
const files = [
  ...globSync('renderer/i18n/zh-TW/*.json', { cwd: at('.') }),
  ...globSync('docs/*.zh-TW.md', { cwd: at('.') }),
  ...globSync('{electron,shared}/**/*.ts', { cwd: at('.') }),
].filter((file) => HAN.test(readFileSync(at(file), 'utf8')));

test('there is something to look at', () => {
  for (const part of ['renderer', 'docs', 'electron']) expect(files.some((file) => file.startsWith(part))).toBe(true);
});

describe.each(variants)('not %s', (variant, instead) => {
  test(`but ${instead}`, () => {
    const found = files.flatMap((file) =>
      readFileSync(at(file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          HAN.test(line) && variant.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });
});
