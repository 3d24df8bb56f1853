import { useEffect, useState } from 'react';
import { useServices } from '../../app/services.ts';
import type { ParticipantsQuery } from '../../state/participants-query.ts';
import { createParticipantsView, type ParticipantsView } from '../../state/participants-view.ts';

/** A view of one's own on the participants, kept up to date for as long as the component is there. */
export function useParticipantsView(query: ParticipantsQuery): ParticipantsView {
  const { model } = useServices().participants;
  const [view] = useState(() =>
    createParticipantsView({ model, query, now: () => performance.now(), nextFrame, after }),
  );
  useEffect(() => view.setQuery(query), [view, query]);
  useEffect(() => view.follow(), [view]);
  return view;
}

function nextFrame(run: () => void): () => void {
  const id = requestAnimationFrame(run);
  return () => cancelAnimationFrame(id);
}

function after(delayMs: number, run: () => void): () => void {
  const id = setTimeout(run, delayMs);
  return () => clearTimeout(id);
}
