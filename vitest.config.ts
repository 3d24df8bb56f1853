import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**', 'test/bench/**'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A picture or a page on a busy machine takes longer than the second that is usual.
    expect: { poll: { timeout: 10_000 } },
    // Most of what these tests do is wait for the disk, the network or a browser.
    maxWorkers: '100%',
  },
});
