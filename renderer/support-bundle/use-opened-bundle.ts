import { useCallback, useEffect, useState } from 'react';
import type { LogEntry } from '../../shared/log.ts';
import { BUNDLE_PAGE_ENTRIES, type OpenedBundle } from '../../shared/support-bundle.ts';
import { useServices } from '../app/services.ts';

export type OpenedState =
  | { status: 'loading' }
  | { status: 'none' }
  | { status: 'ready'; bundle: OpenedBundle; entries: LogEntry[] };

/** What the main process has opened, with its log; `reload` after another was opened. */
export function useOpenedBundle(): { state: OpenedState; reload: () => void } {
  const { bridge } = useServices();
  const [state, setState] = useState<OpenedState>({ status: 'loading' });
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again is asked anew
  useEffect(() => {
    let wanted = true;
    const say = (next: OpenedState) => {
      if (wanted) setState(next);
    };
    async function load(): Promise<void> {
      const bundle = await bridge.invoke('bundle:opened');
      if (bundle === null) return say({ status: 'none' });
      const entries: LogEntry[] = [];
      for (let page = 0; wanted && page * BUNDLE_PAGE_ENTRIES < bundle.entries.count; page += 1) {
        entries.push(...(await bridge.invoke('bundle:entries', { page })));
      }
      say({ status: 'ready', bundle, entries });
    }
    load().catch(() => say({ status: 'none' }));
    return () => {
      wanted = false;
    };
  }, [bridge, asked]);
  return { state, reload: useCallback(() => setAsked((before) => before + 1), []) };
}
