import { accessibilitySuite } from './app/accessibility.suite.ts';
import { costSuite } from './console/cost/cost.suite.ts';
import { logPageSuite } from './console/log-page.suite.ts';
import { overviewSuite } from './console/overview/overview.suite.ts';
import { participantsPageSuite } from './console/participants-page.suite.ts';
import { inChromium } from './harness/in-chromium.ts';
import { backupsSuite } from './settings/backups.suite.ts';
import { connectionSuite } from './settings/connection.suite.ts';
import { settingsSuite } from './settings/settings.suite.ts';
import { bundleSuite } from './support-bundle/bundle.suite.ts';

inChromium('the console in Chromium', {
  'the overview': overviewSuite,
  'the participants': participantsPageSuite,
  'the connection log': logPageSuite,
  'the cost page': costSuite,
  accessibility: accessibilitySuite,
  'the page "connection"': connectionSuite,
  'the settings page': settingsSuite,
  'the backups': backupsSuite,
  'an opened support bundle': bundleSuite,
});
