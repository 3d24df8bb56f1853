import { pagesSuite } from './app/pages.suite.ts';
import { shortcutsSuite } from './app/shortcuts.suite.ts';
import { stagePickerSuite } from './app/stage-picker.suite.ts';
import { inChromium } from './harness/in-chromium.ts';
import { realStageSuite } from './stage/real-stage.suite.ts';

inChromium('the renderer in Chromium', {
  'the pages': pagesSuite,
  'the stage picker': stagePickerSuite,
  shortcuts: shortcutsSuite,
  // The last one: it ends with the stage deleted.
  'the stage client with the real SDK on a local stage': realStageSuite,
});
