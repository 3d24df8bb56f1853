import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { playwrightCounts, vitestCounts } from '../../scripts/lib/reports.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

const folder = tempFolder(afterAll);
function report(content: unknown): string {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('vitest’s report', () => {
  const passedFile = { status: 'passed', assertionResults: [{}] };
  it('counts what passed and what did not', () => {
    const path = report({ numPassedTests: 10, numTotalTests: 12, testResults: [passedFile] });
    expect(vitestCounts(path)).toEqual({ passed: 10, failed: 2 });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const notLoaded = { status: 'failed', assertionResults: [] };
    const path = report({ numPassedTests: 10, numTotalTests: 10, testResults: [passedFile, notLoaded] });
    expect(vitestCounts(path)).toEqual({ passed: 10, failed: 1 });
  });
});

describe('Playwright’s report', () => {
  it('counts flaky and left-out cases as failures', () => {
    const path = report({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 1 }, errors: [] });
    expect(playwrightCounts(path)).toEqual({ passed: 5, failed: 3 });
  });

  it('counts an error outside the tests', () => {
    const path = report({ stats: { expected: 5, unexpected: 0, flaky: 0, skipped: 0 }, errors: [{}] });
    expect(playwrightCounts(path)).toEqual({ passed: 5, failed: 1 });
  });
});

it.each(['', '{', '{}', JSON.stringify({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] })])(
  'a runner without a usable report (%j) has failed',
  (content) => {
    expect(playwrightCounts(report(content))).toEqual({ passed: 0, failed: 1 });
  },
);

it('a runner without any report has failed', () => {
  expect(vitestCounts(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 1 });
});
