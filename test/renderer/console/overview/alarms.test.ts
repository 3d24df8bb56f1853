import { describe, expect, it } from 'vitest';
import { type Alarm, type AlarmSigns, alarmsFrom, keyOf } from '../../../../renderer/console/overview/alarms.ts';
import { createI18n } from '../../../../renderer/i18n/index.ts';
import { languages } from '../../../../shared/settings.ts';
import { drift, overview, STAGE_A, STAGE_B, stages } from '../../harness/sample-overview.ts';

const well: AlarmSigns = {
  connected: true,
  storeFailing: false,
  overview: { ...overview(), stages: [] },
  stages: { ...stages(), stages: [] },
  drift: drift({ ghosts: [] }),
};
const kinds = (signs: Partial<AlarmSigns>) => alarmsFrom({ ...well, ...signs }).map(({ kind }) => kind);

describe('alarms', () => {
  it('are none where all is well, and none where nothing is known', () => {
    expect(kinds({})).toEqual([]);
    expect(kinds({ overview: null, stages: null, drift: null })).toEqual([]);
  });

  it('tell of a service that is silent and a database that fails', () => {
    expect(kinds({ connected: false, storeFailing: true })).toEqual(['service', 'store']);
  });

  it('tell what AWS says is wrong, once', () => {
    const problem = 'The security token included in the request is expired.';
    const alarms = alarmsFrom({
      ...well,
      stages: stages({ stages: [], problem }),
      drift: drift({ problem, ghosts: [] }),
    });
    expect(alarms).toEqual([{ kind: 'aws', message: problem }]);
  });

  it('tell of a stage that people are connected to and nobody publishes on', () => {
    expect(alarmsFrom({ ...well, stages: stages() })).toEqual([{ kind: 'not-live', stageArn: STAGE_B, viewers: 3 }]);
  });

  it('expect the default stage to be on air, and no other that nobody watches; unknown is not silent', () => {
    const [main, second] = stages().stages;
    const idle = { state: 'not-live', asOf: null, publishers: [], validForMs: 10_000 } as const;
    const quiet = [main!, second!].map((stage) => ({
      ...stage,
      currentViewers: 0,
      publishing: { ...idle, publishers: [] },
    }));
    expect(alarmsFrom({ ...well, stages: stages({ stages: quiet }) })).toEqual([
      { kind: 'not-live-empty', stageArn: STAGE_A },
    ]);
    const unknown = quiet.map((stage) => ({
      ...stage,
      publishing: { ...stage.publishing, state: 'unknown' as const },
    }));
    expect(kinds({ stages: stages({ stages: unknown }) })).toEqual([]);
  });

  it('tell of money beyond the budget', () => {
    expect(alarmsFrom({ ...well, overview: overview() })).toEqual([
      { kind: 'over-budget', stageArn: STAGE_B, spent: 1.455, budget: 1.2 },
    ]);
  });

  it('count ghosts of either kind', () => {
    const [ghost] = drift().ghosts;
    const ghosts = [ghost!, { ...ghost!, kind: 'only-here' as const }, ghost!];
    expect(alarmsFrom({ ...well, drift: drift({ ghosts }) })).toEqual([
      { kind: 'billed-ghosts', count: 2 },
      { kind: 'silent-ghosts', count: 1 },
    ]);
  });

  it('are lines of their own by kind and stage', () => {
    const over = (stageArn: string): Alarm => ({ kind: 'over-budget', stageArn, spent: 1, budget: 1 });
    expect(keyOf(over(STAGE_A))).not.toBe(keyOf(over(STAGE_B)));
    expect(keyOf({ kind: 'billed-ghosts', count: 1 })).toBe(keyOf({ kind: 'billed-ghosts', count: 2 }));
  });

  it.each(languages)('all say what to do, in %s', (language) => {
    const { t } = createI18n(language);
    for (const kind of ['service', 'store', 'not-live-empty', 'over-budget'] as const) {
      expect(t(`alarms.kinds.${kind}.body`)).not.toContain('alarms.');
    }
    expect(t('alarms.kinds.not-live.body', { count: 1 })).toContain('1');
    expect(t('alarms.kinds.billed-ghosts.title', { count: 2 })).toContain('2');
  });
});
