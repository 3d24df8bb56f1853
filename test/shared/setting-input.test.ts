import { expect, test } from 'vitest';
import { settingInput } from '../../shared/setting-input.ts';
import { settingDefinitions } from '../../shared/settings.ts';

test.each([
  ['localStage', { kind: 'switch' }],
  ['allowPlainTextSecrets', { kind: 'switch' }],
  ['awayOn', { kind: 'choice', options: ['blur', 'hidden'] }],
  ['port', { kind: 'number', min: 0, max: 65_535, whole: true }],
  ['pricePerMinute', { kind: 'number', min: 0, max: 1000, whole: false }],
  ['stages', { kind: 'list' }],
  ['allowedHosts', { kind: 'list' }],
  ['stageArn', { kind: 'text' }],
  ['awsEndpoint', { kind: 'text' }],
] as const)('%s is given as %j', (name, input) => {
  expect(settingInput(settingDefinitions[name])).toEqual(input);
});
