import type { Preferences } from '../../shared/settings.ts';
import type { SettingView } from '../../shared/settings-view.ts';

export type FirstStep = 'language' | 'stage' | 'use';

/** Each of them says which stage is watched, or where. */
const STAGE_SETTINGS = ['localStage', 'stageArn', 'stages', 'awsEndpoint'] as const;

/**
 * The steps to go through, none where there is nothing to ask: already done, or set up by whoever gave this machine its
 * stage (command line, environment, policy) or kiosk mode, unless somebody asks for them. What is set from above is never asked.
 */
export function firstSteps(
  mark: Preferences['firstRun'],
  settings: readonly Pick<SettingView, 'name' | 'fixed' | 'value'>[],
): FirstStep[] {
  if (mark === 'done') return [];
  const isFixed = (name: string) => settings.some((each) => each.name === name && each.fixed !== null);
  const stageGiven = STAGE_SETTINGS.some(isFixed);
  // Whoever left kiosk mode has something else in mind.
  const isKiosk = settings.some(({ name, value }) => name === 'kiosk' && value === true);
  if (mark === undefined && (stageGiven || isKiosk)) return [];
  const steps: [FirstStep, boolean][] = [
    ['language', !isFixed('language')],
    ['stage', !stageGiven],
    ['use', !isFixed('kiosk')],
  ];
  return steps.filter(([, asked]) => asked).map(([step]) => step);
}
