import { useMemo } from 'react';
import type { StagesData } from '../../shared/api.ts';
import type { Reading } from '../state/asking.ts';
import { claimsRunOut, withoutOldClaims } from '../state/publishing-claims.ts';
import { useTicking } from '../state/ticker.ts';
import { useAsked } from './use-asked.ts';

const EVERY_MS = 5_000;

/** The stages. Whether somebody publishes is never shown wrong for longer than 10 s, also where answers no longer come. */
export function useStages(everyMs: number = EVERY_MS): Reading<StagesData> {
  const reading = useAsked({ call: 'stages', key: '', input: () => undefined, everyMs });
  const { answer } = reading;
  const runOut = useTicking((nowMs) => (answer === null ? 0 : claimsRunOut(answer.data, nowMs - answer.atMs)));
  return useMemo(
    () =>
      answer === null || runOut === 0
        ? reading
        : { ...reading, answer: { ...answer, data: withoutOldClaims(answer.data, performance.now() - answer.atMs) } },
    [reading, answer, runOut],
  );
}
