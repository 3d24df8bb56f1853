import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { wantsWindow } from '../../electron/desktop/second-start.ts';
import { at } from '../../scripts/lib/paths.ts';
import { readXml, textsOf } from '../packaging/xml.ts';

const PROGRAM = 'C:\\Program Files\\Stagewatch\\Stagewatch.exe';

it.each([[[]], [['--updated']], [['--no-kiosk']], [['--minimized', '--data', 'C:\\Tills\\kiosk']]])(
  'a second start with %j is somebody’s who wants to see the window',
  (options) => {
    expect(wantsWindow([PROGRAM, ...options])).toBe(true);
  },
);

it('one for kiosk mode only looks after what runs already, wherever the shell puts its own switches', () => {
  expect(wantsWindow([PROGRAM, '--kiosk'])).toBe(false);
  expect(wantsWindow([PROGRAM, '--allow-file-access-from-files', '--kiosk', '--data', 'D:\\till'])).toBe(false);
});

it('so does the scheduled task that Windows runs each minute', () => {
  const task = readXml(readFileSync(at('packaging/service/stagewatch-task.xml'), 'utf8'));
  expect(wantsWindow([PROGRAM, ...textsOf(task, 'Arguments').flatMap((line) => line.split(' '))])).toBe(false);
});
