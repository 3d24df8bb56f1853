import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**', 'test/bench/**'],
    // What is waited for comes when it comes: a busy machine stands still for seconds. Only what hangs gets this far.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // Most of what these tests do is wait for the disk, the network or a browser.
    maxWorkers: '100%',
  },
});
