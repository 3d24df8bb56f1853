/** The screen of last resort: no script, so that nothing on it can crash. Both languages, for the catalogue is not there. */
export const stoppedPage = (nonce: string): string => `<!doctype html>
<html lang="zh-TW">
<head>
<meta charset="utf-8">
<title>Stagewatch</title>
<style nonce="${nonce}">
  html { color-scheme: dark; background: #101113; color: #c9c9c9; font: 16px/1.6 system-ui, "Noto Sans TC", "Noto Sans CJK TC", sans-serif; }
  body { display: grid; min-height: 100vh; margin: 0; place-content: center; text-align: center; }
  h1 { margin: 0; font-size: 20px; font-weight: 600; color: #fff; }
  p { margin: 4px 0 0; color: #909296; }
  a { margin: 24px auto 0; padding: 8px 24px; border-radius: 6px; background: #1971c2; color: #fff; text-decoration: none; }
</style>
</head>
<body>
<h1>畫面一分鐘內當掉了三次，已停止重新載入。</h1>
<p lang="en">The view crashed three times within a minute and is no longer reloaded.</p>
<p>觀看已結束，不再計費。 <span lang="en">Watching has ended; nothing is billed.</span></p>
<a href="index.html">重新載入 · Reload</a>
</body>
</html>
`;
