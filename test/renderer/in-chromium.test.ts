import { pagesSuite } from './app/pages.suite.ts';
import { shortcutsSuite } from './app/shortcuts.suite.ts';
import { stagePickerSuite } from './app/stage-picker.suite.ts';
import { firstRunSuite } from './first-run/first-run.suite.ts';
import { inChromium } from './harness/in-chromium.ts';
import { kioskSuite } from './kiosk/kiosk.suite.ts';
import { realStageSuite } from './stage/real-stage.suite.ts';

inChromium('the renderer in Chromium', {
  'the pages': pagesSuite,
  'the stage picker': stagePickerSuite,
  shortcuts: shortcutsSuite,
  'the first steps': firstRunSuite,
  'kiosk mode': kioskSuite,
  // The last one: it ends with the stage deleted.
  'the stage client with the real SDK on a local stage': realStageSuite,
});
