import type { Browser } from '@playwright/test';
import type { LocalStage } from '../../../electron/local-stage/index.ts';
import type { ReusedPage } from './reused-page.ts';
import type { ServedRenderer } from './serve-renderer.ts';

/** What the suites share: building the renderer and starting a browser takes longer than using them. */
export interface Surroundings {
  stage: LocalStage;
  server: ServedRenderer;
  browser: Browser;
  /** Where the console is opened, again and again: it keeps nothing in the browser. */
  pages: ReusedPage;
}
