import { useEffect, useState } from 'react';
import type { LogQuery } from '../../../shared/api.ts';
import type { LogEntry } from '../../../shared/log.ts';
import { useServices } from '../../app/services.ts';
import { answerOf } from '../../state/answer-of.ts';
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

/** What tells how it came to that. */
const EARLIER = [...TELLING, 'viewer.watching'] as const;

/** The evidence of a disconnect: what the same user's log has around it. Null: none, or not there yet. */
export function useEvidence(entry: LogEntry): Evidence | null {
  const { bridge } = useServices();
  const [found, setFound] = useState<{ id: number; evidence: Evidence } | null>(null);
  useEffect(() => {
    if (!hasEvidence(entry)) return;
    let wanted = true;
    const say = (later: readonly LogEntry[], earlier: readonly LogEntry[]) => {
      if (wanted) setFound({ id: entry.id, evidence: evidenceOf(entry, later, Date.now(), earlier) });
    };
    const { id, userId, stageArn, participantId } = entry;
    if (userId === null || stageArn === null) {
      say([], []);
      return;
    }
    const entriesOf = (query: Partial<LogQuery>): Promise<LogEntry[]> =>
      answerOf(bridge.invoke('api:log', { userId, stageArn, cursor: String(id), ...query })).then((answer) =>
        answer.ok ? answer.data.entries : [],
      );
    // What came before it stays as it is; the client itself tells all of its own word.
    const before =
      entry.type === 'presence.left'
        ? entriesOf({ ...(participantId && { participantId }), type: [...EARLIER], limit: 2 })
        : [];
    const ask = async () => {
      const later = await entriesOf({ type: [...TELLING], direction: 'newer', limit: 20 });
      say(later.toReversed(), await before);
    };
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
