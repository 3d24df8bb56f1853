import { afterAll, beforeAll, describe } from 'vitest';
import { createLocalStage } from '../../electron/local-stage/index.ts';
import { accessibilitySuite } from './app/accessibility.suite.ts';
import { pagesSuite } from './app/pages.suite.ts';
import { shortcutsSuite } from './app/shortcuts.suite.ts';
import { stagePickerSuite } from './app/stage-picker.suite.ts';
import { costSuite } from './console/cost/cost.suite.ts';
import { logPageSuite } from './console/log-page.suite.ts';
import { overviewSuite } from './console/overview/overview.suite.ts';
import { participantsPageSuite } from './console/participants-page.suite.ts';
import { launchChromium } from './harness/browser.ts';
import { serveRenderer } from './harness/serve-renderer.ts';
import type { Surroundings } from './harness/surroundings.ts';
import { connectionSuite } from './settings/connection.suite.ts';
import { realStageSuite } from './stage/real-stage.suite.ts';

/** The renderer as it ships, under the policy that it ships with, in the system's Chromium. */
describe('the renderer in Chromium', () => {
  let surroundings: Surroundings;

  beforeAll(async () => {
    const stage = await createLocalStage();
    const server = await serveRenderer({ connectTo: [stage.endpoint, stage.endpoint.replace('http:', 'ws:')] });
    surroundings = { stage, server, browser: await launchChromium() };
  }, 120_000);
  afterAll(async () => {
    await surroundings?.browser.close();
    await surroundings?.server.close();
    await surroundings?.stage.close();
  });

  describe('the stage client with the real SDK on a local stage', () => realStageSuite(() => surroundings));
  describe('the pages', () => pagesSuite(() => surroundings));
  describe('the stage picker', () => stagePickerSuite(() => surroundings));
  describe('the overview', () => overviewSuite(() => surroundings));
  describe('the participants', () => participantsPageSuite(() => surroundings));
  describe('the connection log', () => logPageSuite(() => surroundings));
  describe('the cost page', () => costSuite(() => surroundings));
  describe('shortcuts', () => shortcutsSuite(() => surroundings));
  describe('accessibility', () => accessibilitySuite(() => surroundings));
  describe('the page "connection"', () => connectionSuite(() => surroundings));
});
