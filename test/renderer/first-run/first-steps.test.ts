import { describe, expect, it } from 'vitest';
import { firstSteps } from '../../../renderer/first-run/first-steps.ts';
import type { SettingName } from '../../../shared/settings.ts';
import type { SettingFixed } from '../../../shared/settings-view.ts';

const byPolicy: SettingFixed = { by: 'policy', path: '/etc/stagewatch/policy.json', line: 2 };
const names: SettingName[] = ['language', 'localStage', 'stageArn', 'stages', 'awsEndpoint', 'kiosk'];
const settings = (...fixed: SettingName[]) =>
  names.map((name) => ({ name, value: null, fixed: fixed.includes(name) ? byPolicy : null }));

describe('the first steps', () => {
  it('are three at the first start', () => {
    expect(firstSteps(undefined, settings())).toEqual(['language', 'stage', 'use']);
  });

  it('are none once they were taken', () => {
    expect(firstSteps('done', settings())).toEqual([]);
  });

  it.each(['localStage', 'stageArn', 'stages', 'awsEndpoint'] as const)(
    'are none where %s is set from above: whoever gave the stage has set up the machine',
    (name) => {
      expect(firstSteps(undefined, settings(name))).toEqual([]);
    },
  );

  it('leave out what is set from above, also when they are asked for again', () => {
    expect(firstSteps(undefined, settings('language'))).toEqual(['stage', 'use']);
    expect(firstSteps('again', settings('stageArn', 'kiosk'))).toEqual(['language']);
    expect(firstSteps('again', settings('language', 'stageArn', 'kiosk'))).toEqual([]);
  });

  it.each([[], ['kiosk']] as const)(
    'do not meet whoever leaves kiosk mode, unless they are asked for (%j)',
    (...fixed) => {
      const till = settings(...fixed).map((each) => (each.name === 'kiosk' ? { ...each, value: true } : each));
      expect(firstSteps(undefined, till)).toEqual([]);
      expect(firstSteps('again', till)).toContain('language');
    },
  );
});
