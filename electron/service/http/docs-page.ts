import { createHash } from 'node:crypto';
import { docsScript, docsStyle } from './docs-assets.ts';

export interface DocsPage {
  html: string;
  /** Only this page's own style and script, and only this API. */
  contentSecurityPolicy: string;
}

/** The page of the OpenAPI document: one self-contained file that reads /openapi.json and can try each call. */
export function docsPage(): DocsPage {
  const html = `<!doctype html>
<html lang="zh-Hant-TW">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stagewatch API</title>
<style>${docsStyle}</style>
</head>
<body>
<header><h1>Stagewatch API</h1><p id="about"></p>
<label>x-api-key <input id="key" type="password" autocomplete="off" spellcheck="false"></label>
<label>語言 Language <select id="language"><option value="zh-TW">zh-TW</option><option value="en">en</option></select></label>
</header>
<main id="operations"></main>
<script>${docsScript}</script>
</body>
</html>
`;
  const contentSecurityPolicy = [
    "default-src 'none'",
    `script-src '${hashOf(docsScript)}'`,
    `style-src '${hashOf(docsStyle)}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return { html, contentSecurityPolicy };
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
