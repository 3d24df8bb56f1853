import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { normalizePath, type Plugin } from 'vite';

const at = (path: string) => resolve(import.meta.dirname, path);

/** What a bundle contains, with its licence; scripts/lib/licenses.ts makes one list of the three. */
const license = { fileName: 'licenses.json' };

/** As Vite names files, on every system. */
const named = (path: string) => normalizePath(at(path));

/**
 * The page joins before it draws. What it draws with is fetched meanwhile, not once the drawing has been asked for; fetched and no
 * more, since reading it would come before the join.
 */
const preloadDrawing: Plugin = {
  name: 'preload-drawing',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {}, filename }) {
      if (filename !== named('renderer/index.html')) return [];
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const importsOf = new Map(chunks.map(({ fileName, imports }) => [fileName, imports]));
      const drawing = chunks.find(({ facadeModuleId }) => facadeModuleId === named('renderer/app/draw.tsx'));
      const wanted = new Set(drawing && [drawing.fileName]);
      for (const file of wanted) for (const imported of importsOf.get(file) ?? []) wanted.add(imported);
      return [...wanted]
        .map((file) => `./${file}`)
        .filter((href) => !html.includes(href))
        .map((href) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'script', crossorigin: true, href },
          injectTo: 'head',
        }));
    },
  },
};

export default defineConfig(({ command }) => ({
  main: {
    // Its build for Node declares a `require` of its own, as electron-vite does for the chunk that it lands in.
    resolve: { alias: [{ find: /^fflate$/, replacement: 'fflate/browser' }] },
    build: {
      outDir: 'out/main',
      // What ships needs no node_modules beside it; while developing, a bundle of our own code alone is there sooner.
      externalizeDeps: command === 'serve',
      license,
      rollupOptions: {
        // Not a bundle's matter: it loads its binary from its own folder (packaging/electron-builder.ts).
        external: ['better-sqlite3'],
        input: {
          main: at('electron/main.ts'),
          serve: at('electron/serve.ts'),
          // Workers are entries of their own: electron/workers.ts finds them beside the bundle.
          'store-worker': at('electron/service/store/worker.ts'),
          'store-reader': at('electron/service/store/reader-worker.ts'),
          'store-copy': at('electron/service/store/copy-worker.ts'),
          'local-stage-worker': at('electron/local-stage/worker.ts'),
          'system-certificates': at('electron/network/system-certificates-worker.ts'),
          'support-bundle': at('electron/support-bundle/worker.ts'),
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
      license,
      rollupOptions: {
        input: { preload: at('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), preloadDrawing],
    build: {
      // Each file is a question to the main process: one for all styles, one for all that others have written.
      cssCodeSplit: false,
      outDir: 'out/renderer',
      minify: true,
      license,
      rollupOptions: {
        input: { index: at('renderer/index.html'), preflight: at('renderer/preflight.html') },
        output: {
          codeSplitting: {
            groups: [
              // The page's entry needs these two; the rest of the drawing waits until the stage is joined.
              { name: 'react', test: /node_modules\/(react|zustand)\/.*js$/, priority: 1 },
              // Not what single pages alone need.
              { name: 'ui', test: /node_modules\/(?!amazon-ivs|zod|uplot|@tanstack).*js$/ },
            ],
          },
        },
      },
    },
  },
}));
