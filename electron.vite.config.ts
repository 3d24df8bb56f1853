import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          main: at('electron/main.ts'),
          serve: at('electron/serve.ts'),
          // Workers are entries of their own: electron/workers.ts finds them beside the bundle.
          'store-worker': at('electron/service/store/worker.ts'),
          'store-reader': at('electron/service/store/reader-worker.ts'),
          'local-stage-worker': at('electron/local-stage/worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can require nothing but electron itself: bundle everything, as CommonJS.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: at('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      rollupOptions: { input: { index: at('renderer/index.html'), preflight: at('renderer/preflight.html') } },
    },
  },
});
