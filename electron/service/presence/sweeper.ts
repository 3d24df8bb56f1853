import { SWEEP_INTERVAL_MS } from '../../../shared/durations.ts';
import type { Viewers } from './viewers.ts';

/** Runs the sweep each second; a large one yields between slices. Returns its disposer. */
export function startSweeper(viewers: Pick<Viewers, 'sweep' | 'tick'>): () => void {
  let slice: NodeJS.Immediate | undefined;

  const sweep = (): void => {
    slice = viewers.sweep() ? setImmediate(sweep) : undefined;
  };
  const timer = setInterval(() => {
    if (slice === undefined) sweep();
    viewers.tick();
  }, SWEEP_INTERVAL_MS);

  return () => {
    clearInterval(timer);
    clearImmediate(slice);
  };
}
