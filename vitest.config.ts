import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**', 'test/bench/**'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Most of what these tests do is wait for the disk, the network or a browser.
    maxWorkers: '100%',
  },
});
