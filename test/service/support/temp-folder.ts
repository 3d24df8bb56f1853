import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of its own for one test, gone when the test is finished. A concurrent test gives its own `onFinished`. */
export function tempFolder(onFinished: (cleanUp: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'stagewatch-test-'));
  onFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
