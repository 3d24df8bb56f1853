import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { type Dossier, type DossierState, openDossier } from '../../../state/dossier.ts';
import type { OpenRow } from '../place.ts';

/** The dossier of whoever is open, for as long as they are. `stageArn` null: no stage is known to look on. */
export function useDossier(open: OpenRow, stageArn: string): [Dossier, DossierState] {
  const { bridge } = useServices();
  const of =
    open.kind === 'user'
      ? ({ userId: open.userId, stageArn } as const)
      : ({ userId: null, participantId: open.participantId, stageArn } as const);
  // The drawer is another one for each row (its key): one dossier for its life.
  const [dossier] = useState(() => openDossier(bridge, of));
  useEffect(() => dossier.follow(), [dossier]);
  return [dossier, useStore(dossier.store)];
}
