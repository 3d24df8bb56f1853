import { resolve } from 'node:path';
import { defineConfig } from '@playwright/test';

const root = resolve(import.meta.dirname, '../..');

/** End to end on real windows: one at a time, for there is one keyboard focus on a display. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: resolve(root, 'test-results/e2e'),
  globalSetup: './support/display.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 90_000,
  globalTimeout: 15 * 60_000,
  expect: { timeout: 30_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? resolve(root, 'test-results/reports/e2e.json') }],
  ],
});
