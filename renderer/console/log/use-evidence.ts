import { useEffect, useState } from 'react';
import type { LogEntry } from '../../../shared/log.ts';
import { useServices } from '../../app/services.ts';
import { type Evidence, evidenceOf, hasEvidence } from './evidence.ts';

/** What tells how it went on. */
const TELLING = [
  'viewer.away',
  'viewer.back',
  'viewer.parked',
  'viewer.connecting',
  'viewer.quit',
  'presence.joined',
  'presence.rejoined',
] as const;

/** The evidence of a disconnect: what the same user's log has next after it. Null: none, or not there yet. */
export function useEvidence(entry: LogEntry): Evidence | null {
  const { bridge } = useServices();
  const [found, setFound] = useState<{ id: number; evidence: Evidence } | null>(null);
  useEffect(() => {
    if (!hasEvidence(entry)) return;
    let wanted = true;
    const say = (later: readonly LogEntry[]) => {
      if (wanted) setFound({ id: entry.id, evidence: evidenceOf(entry, later, Date.now()) });
    };
    const { id, userId, stageArn } = entry;
    if (userId === null || stageArn === null) {
      say([]);
      return;
    }
    const ask = () =>
      bridge
        .invoke('api:log', {
          userId,
          stageArn,
          type: [...TELLING],
          cursor: String(id),
          direction: 'newer',
          limit: 20,
        })
        .then((answer) => say(answer.ok ? answer.data.entries.toReversed() : []))
        .catch(() => say([]));
    void ask();
    // Somebody comes back: what was avoided stops growing.
    const dispose = bridge.on('live:log', (entries) => {
      if (entries.some((each) => each.userId === userId && each.stageArn === stageArn)) void ask();
    });
    return () => {
      wanted = false;
      dispose();
    };
  }, [bridge, entry]);
  return found?.id === entry.id ? found.evidence : null;
}
