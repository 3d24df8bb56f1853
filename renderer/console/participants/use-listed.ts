import { useCallback, useSyncExternalStore } from 'react';
import { useServices } from '../../app/services.ts';
import { keyOf, type Listed } from '../../state/participants-rows.ts';
import type { OpenRow } from './place.ts';

/** The row that is open, as it changes; null: nobody in the list. */
export function useListed(open: OpenRow | null): Listed | null {
  const { participants, hello } = useServices();
  const { model } = participants;
  const find = useCallback((): Listed | null => {
    if (open === null) return null;
    const stageArn = open.stageArn ?? hello.stageArn ?? '';
    if (open.kind === 'user') return model.rows.get(keyOf({ stageArn, userId: open.userId })) ?? null;
    for (const listed of model.rows.values()) if (listed.participantId === open.participantId) return listed;
    return null;
  }, [model, hello, open]);
  return useSyncExternalStore(model.onChange, find);
}
