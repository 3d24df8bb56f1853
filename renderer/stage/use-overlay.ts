import { useMemo } from 'react';
import { useMedia, useViewing } from '../app/services.ts';
import { type Overlay, overlayFor } from './overlay-for.ts';

export function useOverlay(): Overlay | null {
  const view = useViewing((received) => received.view);
  const joined = useMedia((media) => media.joined);
  const connection = useMedia((media) => media.connection);
  const publishers = useMedia((media) => media.publishers);
  return useMemo(() => overlayFor(view, { joined, connection, publishers }), [view, joined, connection, publishers]);
}
