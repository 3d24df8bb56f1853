import { readFileSync } from 'node:fs';

export interface Counts {
  passed: number;
  /** Failed, flaky and left out alike: a case that did not pass is not a pass. */
  failed: number;
}

/** A runner that left no report has failed as a whole: one failure. */
const NO_REPORT: Counts = { passed: 0, failed: 1 };

interface VitestReport {
  numPassedTests: number;
  numTotalTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

/** Vitest's JSON report; a file that could not even be loaded counts as one failure. */
export function vitestCounts(path: string): Counts {
  return counted(path, ({ numPassedTests, numTotalTests, testResults }: VitestReport) => {
    const notLoaded = testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
    );
    return { passed: numPassedTests, failed: numTotalTests - numPassedTests + notLoaded.length };
  });
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
}

/** Playwright's JSON report; `errors` are those outside any test. */
export function playwrightCounts(path: string): Counts {
  return counted(path, ({ stats, errors }: PlaywrightReport) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped + errors.length,
  }));
}

function counted<Report>(path: string, count: (report: Report) => Counts): Counts {
  try {
    const counts = count(JSON.parse(readFileSync(path, 'utf8')) as Report);
    return counts.passed + counts.failed === 0 ? NO_REPORT : counts;
  } catch {
    return NO_REPORT;
  }
}
