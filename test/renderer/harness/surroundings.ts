import type { Browser, BrowserContext } from '@playwright/test';
import type { LocalStage } from '../../../electron/local-stage/index.ts';
import type { ServedRenderer } from './serve-renderer.ts';

/** What the suites share: building the renderer and starting a browser takes longer than using them. */
export interface Surroundings {
  stage: LocalStage;
  server: ServedRenderer;
  browser: Browser;
  /** Of all pages that the console opens: it keeps nothing in the browser, and what it has compiled serves the next. */
  context: BrowserContext;
}
