import type { StageInfo } from '../../../shared/api.ts';

/** On how many stages somebody publishes, nobody does, and AWS has not said. */
export interface Publishers {
  live: number;
  notLive: number;
  unknown: number;
}

export function publishersOf(stages: readonly Pick<StageInfo, 'publishing'>[]): Publishers {
  const count = (state: StageInfo['publishing']['state']) =>
    stages.filter(({ publishing }) => publishing.state === state).length;
  return { live: count('live'), notLive: count('not-live'), unknown: count('unknown') };
}
