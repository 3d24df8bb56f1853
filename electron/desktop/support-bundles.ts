/** Support bundles as the console makes and opens them; the work is done in a thread (electron/support-bundle/). */
import type { LogEntry } from '../../shared/log.ts';
import type { BundleOpening, BundleOutcome, BundleProgress, OpenedBundle } from '../../shared/support-bundle.ts';
import { makeBundle, openBundle } from '../support-bundle/bundle-thread.ts';
import { BundleRefused } from '../support-bundle/read-bundle.ts';
import type { BundleRequest } from '../support-bundle/write-bundle.ts';
import type { InvokeHandlers } from './answer-invoke.ts';

export interface SupportBundles {
  /** One at a time. Never rejects. */
  make(showUserIds: boolean): Promise<BundleOutcome>;
  cancel(): void;
  show(): void;
  open(): Promise<BundleOpening>;
  opened(): OpenedBundle | null;
  entries(page: number): LogEntry[];
  closeOpened(): void;
  /** Cancels what runs; resolves when no half file is left of it. */
  close(): Promise<void>;
}

export interface SupportBundlesDeps {
  /** null: the user thought better of it. */
  askSavePath(suggestedName: string): Promise<string | null>;
  askOpenPath(): Promise<string | null>;
  request(path: string, showUserIds: boolean): Promise<BundleRequest>;
  onProgress(progress: BundleProgress): void;
  showInFolder(path: string): void;
  now(): Date;
}

export function createSupportBundles(deps: SupportBundlesDeps): SupportBundles {
  let running: AbortController | null = null;
  let making: Promise<unknown> = Promise.resolve();
  let lastPath: string | null = null;
  let kept: { bundle: OpenedBundle; pages: string[] } | null = null;

  async function run(showUserIds: boolean, signal: AbortSignal): Promise<BundleOutcome> {
    const path = await deps.askSavePath(suggestedName(deps.now()));
    if (path === null || signal.aborted) return { status: 'cancelled' };
    const outcome = await makeBundle(await deps.request(path, showUserIds), signal, deps.onProgress);
    if (outcome.status === 'done') lastPath = outcome.path;
    return outcome;
  }

  return {
    async make(showUserIds) {
      if (running !== null) return { status: 'busy' };
      const mine = new AbortController();
      running = mine;
      const made = run(showUserIds, mine.signal).catch(
        (error): BundleOutcome => ({ status: 'failed', problem: 'failed', message: (error as Error).message }),
      );
      making = made;
      return made.finally(() => {
        running = null;
      });
    },
    cancel: () => running?.abort(),
    show() {
      if (lastPath !== null) deps.showInFolder(lastPath);
    },
    async open() {
      const path = await deps.askOpenPath();
      if (path === null) return { status: 'cancelled' };
      try {
        kept = await openBundle(path);
        return { status: 'opened', bundle: kept.bundle };
      } catch (error) {
        if (!(error instanceof BundleRefused)) throw error;
        return { status: 'refused', path, refusal: error.refusal, message: error.message };
      }
    },
    opened: () => kept?.bundle ?? null,
    entries: (page) => JSON.parse(kept?.pages[page] ?? '[]') as LogEntry[],
    closeOpened() {
      kept = null;
    },
    async close() {
      running?.abort();
      await making;
    },
  };
}

/** `stagewatch-support-2026-11-22T14-03-22.zip`: sorts by time, and no file system minds it. */
const suggestedName = (now: Date) => `stagewatch-support-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.zip`;

type BundleHandlers = Pick<InvokeHandlers, Extract<keyof InvokeHandlers, `bundle:${string}`>>;

export function bundleHandlers(bundles: SupportBundles): BundleHandlers {
  return {
    'bundle:make': ({ showUserIds }) => bundles.make(showUserIds),
    'bundle:cancel': () => {
      bundles.cancel();
      return undefined;
    },
    'bundle:show': () => {
      bundles.show();
      return undefined;
    },
    'bundle:open': () => bundles.open(),
    'bundle:opened': () => bundles.opened(),
    'bundle:entries': ({ page }) => bundles.entries(page),
    'bundle:close': () => {
      bundles.closeOpened();
      return undefined;
    },
  };
}
