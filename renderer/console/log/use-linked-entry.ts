import { useEffect, useState } from 'react';
import type { LogEntry } from '../../../shared/log.ts';
import { useServices } from '../../app/services.ts';

/** The entry that the address names: the one that was chosen here, or, by a link, one that the service is asked for. */
export function useLinkedEntry(id: number | null, chosen: LogEntry | null): LogEntry | null {
  const { bridge } = useServices();
  const [asked, setAsked] = useState<LogEntry | null>(null);
  const known = [chosen, asked].find((entry) => entry?.id === id) ?? null;
  const missing = id !== null && known === null ? id : null;
  useEffect(() => {
    if (missing === null) return;
    let wanted = true;
    // The first one below the next id: it, or another if retention has deleted it.
    bridge
      .invoke('api:log', { cursor: String(missing + 1), limit: 1 })
      .then((answer) => {
        const entry = answer.ok ? answer.data.entries[0] : undefined;
        if (wanted && entry?.id === missing) setAsked(entry);
      })
      .catch(() => {});
    return () => {
      wanted = false;
    };
  }, [bridge, missing]);
  return known;
}
