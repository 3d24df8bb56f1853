/** The workers of the main process: each is an entry of its own in electron.vite.config.ts. */
const SOURCES = {
  'store-worker': './service/store/worker.ts',
  'store-reader': './service/store/reader-worker.ts',
  'store-copy': './service/store/copy-worker.ts',
  'local-stage-worker': './local-stage/worker.ts',
  'system-certificates': './network/system-certificates-worker.ts',
  'support-bundle': './support-bundle/worker.ts',
} as const;

export type WorkerName = keyof typeof SOURCES;

/**
 * Where a worker's code lies: in the source tree while Node runs the TypeScript itself
 * (`npm run serve`, tests), beside the bundle once it is built.
 */
export function workerUrl(name: WorkerName): URL {
  const fromSource = import.meta.url.endsWith('.ts');
  return new URL(fromSource ? SOURCES[name] : `./${name}.js`, import.meta.url);
}
