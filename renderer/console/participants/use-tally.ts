import { useEffect, useState } from 'react';
import { useServices } from '../../app/services.ts';
import type { ParticipantCounts } from '../../state/participants-model.ts';

/** Figures are read by people: twice a second will do. */
const EVERY_MS = 500;

/** How many there are of each, drawn anew calmly. */
export function useTally(): ParticipantCounts {
  const { model } = useServices().participants;
  const [tally, setTally] = useState(() => model.counts());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      setTally(model.counts());
    };
    setTally(model.counts());
    const unfollow = model.onChange((changed) => {
      if (changed === 'all') {
        clearTimeout(timer);
        tell();
      } else timer ??= setTimeout(tell, EVERY_MS);
    });
    return () => {
      clearTimeout(timer);
      unfollow();
    };
  }, [model]);
  return tally;
}
