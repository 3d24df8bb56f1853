/** The screen of last resort: no script, so that nothing on it can crash. Both languages, for the catalogue is not there. */
export const stoppedPage = (nonce: string): string => `<!doctype html>
<html lang="zh-TW">
<head>
<meta charset="utf-8">
<title>Stagewatch</title>
<style nonce="${nonce}">
  html { color-scheme: dark; background: #101113; color: #c9c9c9; font: 16px/1.6 system-ui, "Noto Sans TC", "Noto Sans CJK TC", sans-serif; }
  body { margin: 0; }
  main { display: grid; box-sizing: border-box; min-height: 100vh; padding: 16px; place-content: center; text-align: center; }
  h1 { margin: 0; font-size: 20px; font-weight: 600; color: #fff; }
  p { margin: 4px 0 0; color: #909296; }
  ul { margin: 16px auto 0; padding: 0; list-style: none; }
  a { margin: 24px auto 0; padding: 20px 40px; border-radius: 8px; background: #1f6f8b; color: #fff; font-size: 18px; text-decoration: none; }
  a:focus-visible { outline: 3px solid #7cc4da; outline-offset: 2px; }
</style>
</head>
<body>
<main>
<h1>畫面一分鐘內當掉了三次，已停止重新載入。</h1>
<p lang="en">The view crashed three times within a minute and is no longer reloaded.</p>
<p>觀看已結束，不再計費。稍後會自動再試一次。</p>
<p lang="en">Watching has ended; nothing is billed. It is tried again by itself in a while.</p>
<ul>
<li>現在就要看：請按下方按鈕。若一再發生，請重新開機並通知管理員。</li>
<li lang="en">To watch now, press the button below. If it keeps happening, restart this machine and tell your administrator.</li>
</ul>
<a href="index.html" data-testid="reload">重新載入 · Reload</a>
</main>
</body>
</html>
`;
