import { createSettingsControl } from '../../../electron/settings/control.ts';
import { parseSettings } from '../../../electron/settings/parse.ts';
import { readSettingsText } from '../../../electron/settings/settings-file.ts';
import type { SettingsView } from '../../../shared/settings-view.ts';

/** As the main process makes it: every layer has set something, and the policy has a typo. */
export function settingsView(user: object = { disconnectDelayMs: 45_000, logDays: 30 }): SettingsView {
  return sampleControl(user).view();
}

export const sampleControl = (user: object) => {
  const policy = readSettingsText('{\n  "awayOn": "hidden",\n  "langauge": "en"\n}', {
    from: 'policy',
    path: '/etc/stagewatch/policy.json',
  });
  const own = readSettingsText(JSON.stringify(user), { from: 'user', path: '/home/till/settings.json' });
  const argv = ['--port', '8788', '--api-key', 'a-secret-key-of-this-test'];
  const { layers } = parseSettings(argv, { STAGEWATCH_RATE_LIMIT: '50' }, { policy, user: own });
  return createSettingsControl({ layers: { ...layers, user: own }, folder: '/nowhere', onNotSaved: () => {} });
};
