import type { DriftData, OverviewData } from '../../../shared/api.ts';
import { useLive } from '../../app/services.ts';
import { useAsked } from '../../app/use-asked.ts';
import type { Reading } from '../../state/asking.ts';
import { useTicking } from '../../state/ticker.ts';

/** Where a day begins is where the operator is. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const OVERVIEW_EVERY_MS = 5_000;
const DRIFT_EVERY_MS = 15_000;

export const useOverview = (everyMs: number = OVERVIEW_EVERY_MS): Reading<OverviewData> =>
  useAsked({ call: 'overview', key: timeZone, input: () => ({ timeZone }), everyMs });

export const useDrift = (): Reading<DriftData> =>
  useAsked({ call: 'drift', key: '', input: () => ({}), everyMs: DRIFT_EVERY_MS });

/** So many answers may be missing before what is shown counts as stale. */
const MISSED = 3;

/** What is shown may no longer be true: the event stream is cut, the last attempt failed, or answers have stopped coming. */
export function useStale({ answer, failure }: Reading<unknown>, everyMs: number): boolean {
  const connected = useLive((live) => live.connected);
  const late = useTicking((nowMs) => (answer !== null && nowMs - answer.atMs > MISSED * everyMs ? 1 : 0));
  return !connected || failure !== null || late === 1;
}
