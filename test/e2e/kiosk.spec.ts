import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPinFile } from '../../electron/kiosk/pin-file.ts';
import { createPinLock } from '../../electron/kiosk/pin-lock.ts';
import { shell } from './support/app.ts';
import { foreignServer } from './support/foreign-server.ts';
import { killPage } from './support/kill-page.ts';
import { picture } from './support/picture.ts';
import type { RunningApp } from './support/running-app.ts';
import { expect, test, untilWatching } from './support/test.ts';
import { trayLine } from './support/tray.ts';
import { activate, isFullScreen, press, windowOf } from './support/window-manager.ts';

/** The program itself, not its supervisor: supervisor.spec.ts shows that one. */
const KIOSK = ['--kiosk', '--no-supervise'];

test('the stage fills the screen; keys, the way elsewhere, closing and minimizing are refused; sound, language, reload are not', async ({
  launch,
}) => {
  const app = await launch({ args: KIOSK });
  await untilWatching(app);
  const window = await windowOf(app.pid);
  expect(await isFullScreen(window)).toBe(true);
  expect(await app.page(() => [innerWidth - screen.width, innerHeight - screen.height])).toEqual([0, 0]);
  expect(await app.text('nav-log')).toBeNull();
  await picture(app, 'kiosk');
  await markPage(app);
  await countWindowEvents(app);

  await activate(window);
  await press(
    'F5',
    'ctrl+r',
    'ctrl+shift+r',
    'ctrl+w',
    'ctrl+p',
    'ctrl+plus',
    'alt+Left',
    'F11',
    'F12',
    'ctrl+shift+i',
  );
  await untilKeysWereHeard(app);
  const foreign = await foreignServer();
  await app.page((url) => {
    location.href = url;
  }, foreign.url);
  await app.closeWindow();
  await expect.poll(() => windowEvents(app)).toMatchObject({ close: 1 });
  await untilKeysWereHeard(app);
  await app.minimize();
  await expect.poll(() => windowEvents(app)).toMatchObject({ minimize: 1, restore: 1 });

  await expect.poll(() => isFullScreen(window)).toBe(true);
  expect(await app.page(() => document.documentElement.dataset.mark)).toBe('the same page');
  expect(foreign.asked).toEqual([]);
  foreign.close();
  expect(await app.page(() => devicePixelRatio)).toBe(1);
  expect(await app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(await app.page(() => document.documentElement.dataset.unloads), 'the SDK would leave the stage').toBe('0');
  await untilWatching(app);

  await app.click('mute');
  await expect.poll(() => app.attribute('mute', 'aria-pressed')).toBe('true');
  await app.click('kiosk-reload');
  await expect.poll(() => app.page(() => document.documentElement.dataset.mark).catch(() => '')).toBeUndefined();
  await untilWatching(app);
  expect(await app.attribute('mute', 'aria-pressed'), 'kept').toBe('true');
});

test('five wrong PINs bring a pause that outlives the program; the right one, once taken, leads to the console', async ({
  launch,
}) => {
  test.setTimeout(180_000); // two starts
  const dataDir = usedFolder();
  const lock = createPinLock({ file: openPinFile(dataDir), uptimeMs: () => 0, onNotWritten: () => {} });
  await lock.setPin('2468');
  const first = await launch({ dataDir, args: KIOSK });
  await holdCorner(first);
  const tryPin = (pin: string) => window.stagewatch.invoke('kiosk:exit', { pin, to: 'console' });
  for (const triesLeft of [4, 3, 2]) {
    expect(await first.page(tryPin, '1357')).toEqual({ outcome: 'wrong', triesLeft });
  }
  await enterPin(first, '1357');
  await expect.poll(() => first.text('kiosk-exit-words')).toMatch('1 try is left');
  await enterPin(first, '1357');
  await expect.poll(() => first.text('kiosk-exit-words')).toMatch('Too many wrong PINs');
  await first.kill('SIGKILL');

  const second = await launch({ dataDir, args: KIOSK });
  await holdCorner(second);
  await expect.poll(() => second.text('kiosk-exit-words')).toMatch('Too many wrong PINs');
  expect(await second.page(tryPin, '2468'), 'whatever the page asks').toMatchObject({ outcome: 'paused' });
  await second.click('kiosk-stay');

  await lock.setPin('8642'); // the administrator, from outside: a new PIN has all its tries
  await holdCorner(second);
  await expect.poll(() => second.text('kiosk-exit-words')).toBe('Enter the PIN.');
  await untilWatching(second);
  await picture(second, 'kiosk-exit');
  const isTrayKnown = shell === 'chromium';
  if (isTrayKnown) expect(await trayLine(second), 'no menu beside a locked screen').toBe('');
  await enterPin(second, '8642');
  await expect.poll(() => second.text('nav-log')).not.toBeNull();
  await expect.poll(async () => isFullScreen(await windowOf(second.pid))).toBe(false);
  await untilWatching(second);
  if (isTrayKnown) await expect.poll(() => trayLine(second)).toBe('Stagewatch: Watching');
  await second.closeWindow();
  expect(await second.exited).toBe(0);
});

test('a page that hangs or crashes comes back and watches; the third time in a minute a screen says what to do', async ({
  launch,
}) => {
  const app = await launch({ args: KIOSK });
  await untilWatching(app);
  await app.page(() => {
    setTimeout(() => {
      for (;;);
    });
  });
  await expect.poll(() => crashes(app)).toEqual(['reload']);
  await untilWatching(app);

  // One after the other, until it is no longer reloaded: a slow machine may need one more to have three in a minute.
  const killAgain = () => {
    if (!crashes(app).includes('stop')) killPage(app.pid);
    return crashes(app);
  };
  await expect.poll(killAgain, { intervals: [1_500] }).toContain('stop');
  await expect
    .poll(() => app.page(() => document.title + document.body.innerText).catch(() => ''))
    .toMatch(/press the button below[\s\S]*tell your administrator/);
  expect(await app.page(() => document.scripts.length), 'nothing on it can crash').toBe(0);
  expect(await isFullScreen(await windowOf(app.pid))).toBe(true);
  await app.click('reload');
  await untilWatching(app);
});

/** What was decided at each crash of the page so far, by the program's own log. */
const crashes = (app: RunningApp): string[] =>
  [...app.output().matchAll(/"kind":"(reload|stop)".*The console crashed/g)].map(([, kind]) => kind!);

function usedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stagewatch-kiosk-'));
  writeFileSync(join(folder, 'preferences.json'), JSON.stringify({ firstRun: 'done' }));
  return folder;
}

/** A finger that rests on the lock until the keypad is there. */
async function holdCorner(app: RunningApp): Promise<void> {
  await expect.poll(() => app.attribute('kiosk-corner', 'type')).toBe('button');
  const corner = await app.page(() => {
    const { x, y, width, height } = document.querySelector('[data-testid="kiosk-corner"]')!.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
  await app.cdp('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [corner] });
  await expect.poll(() => app.text('kiosk-exit-words')).toMatch(/./);
  await app.cdp('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

async function enterPin(app: RunningApp, pin: string): Promise<void> {
  const isReady = () => app.page(() => document.querySelector('[data-testid="pin-1"]:not(:disabled)') !== null);
  await expect.poll(isReady).toBe(true);
  for (const digit of pin) await app.click(`pin-${digit}`);
  await app.click('kiosk-to-console');
}

/** A page that came anew has lost it. */
const markPage = (app: RunningApp) =>
  app.page(() => {
    document.documentElement.dataset.mark = 'the same page';
    Object.assign(document.documentElement.dataset, { tabs: '0', unloads: '0' });
    addEventListener('beforeunload', () => {
      document.documentElement.dataset.unloads = 'heard';
    });
    addEventListener('keydown', ({ key }) => {
      const { dataset } = document.documentElement;
      if (key === 'Tab') dataset.tabs = String(Number(dataset.tabs) + 1);
    });
  });

/** Keys come in their order: whatever was pressed before this one has had its effect. */
async function untilKeysWereHeard(app: RunningApp): Promise<void> {
  const heard = () => app.page(() => Number(document.documentElement.dataset.tabs));
  const before = await heard();
  await press('Tab');
  await expect.poll(heard).toBe(before + 1);
}

interface Counting {
  kioskEvents?: Record<string, number>;
}
/** What the window manager asked of the window, as the program hears it. */
const countWindowEvents = (app: RunningApp) =>
  app.main(({ BrowserWindow }) => {
    const counted: Record<string, number> = {};
    (globalThis as Counting).kioskEvents = counted;
    const [window] = BrowserWindow.getAllWindows();
    for (const type of ['close', 'minimize', 'restore']) {
      window?.on(type as 'close', () => {
        counted[type] = (counted[type] ?? 0) + 1;
      });
    }
  });
const windowEvents = (app: RunningApp) => app.main(() => (globalThis as Counting).kioskEvents ?? {});
