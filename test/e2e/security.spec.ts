import { foreignServer } from './support/foreign-server.ts';
import type { RunningApp } from './support/running-app.ts';
import { expect, test, untilWatching } from './support/test.ts';

const windowCount = (app: RunningApp) => app.main(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
const address = (app: RunningApp) => app.page(() => `${location.pathname}${location.search}`);

test('the running window is sandboxed, isolated and without Node', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  const preferences = await app.main(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { sandbox, contextIsolation, webSecurity, nodeIntegration, webviewTag } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, webSecurity, nodeIntegration, webviewTag };
  });
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    webSecurity: true,
    nodeIntegration: false,
    webviewTag: false,
  });
  const leaked = await app.page(() =>
    ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
  );
  expect(leaked).toEqual([]);
});

test('the page gets its bridge and nothing raw', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  const seen = await app.page(async () => {
    const bridge = window.stagewatch as unknown as Record<string, (...args: unknown[]) => unknown>;
    const refusal = async (work: () => unknown) => {
      try {
        await work();
        return 'accepted';
      } catch (error) {
        return (error as Error).message;
      }
    };
    const argumentsOfListener = await new Promise<number>((resolve) => {
      bridge.on!('viewing:view', (...args: unknown[]) => resolve(args.length));
      void bridge.invoke!('viewing:panel', { onScreen: true });
    });
    return {
      names: Object.keys(bridge),
      replaced: await refusal(() => Object.defineProperty(window, 'stagewatch', { value: {} })),
      extended: await refusal(() => Object.defineProperty(bridge, 'raw', { value: {} })),
      foreignChannel: await refusal(() => bridge.invoke!('ELECTRON_BROWSER_REQUIRE', 'fs')),
      foreignListener: await refusal(() => bridge.on!('ELECTRON_INTERNAL', () => {})),
      badPayload: await refusal(() => bridge.invoke!('viewing:panel', { onScreen: 'yes' })),
      argumentsOfListener,
    };
  });
  expect(seen.names).toEqual(['invoke', 'on']);
  expect(seen.replaced).toMatch(/redefine/);
  expect(seen.extended).toMatch(/not extensible/);
  expect(seen.foreignChannel).toBe('There is no such channel.');
  expect(seen.foreignListener).toBe('There is no such channel.');
  expect(seen.badPayload).toBe('viewing:panel: this is not what the channel takes.');
  expect(seen.argumentsOfListener).toBe(1);
  expect(await app.phase()).toBe('watching');
});

test('nothing leads out of the console: links, scripts, frames, popups, middle clicks', async ({ launch }) => {
  const foreign = await foreignServer();
  const app = await launch();
  await untilWatching(app);
  const home = await address(app);

  await app.page((url) => {
    const link = Object.assign(document.createElement('a'), { href: `${url}/link`, textContent: 'out' });
    link.dataset.testid = 'way-out';
    link.style.cssText = 'position:fixed;inset:200px auto auto 200px;z-index:99999;padding:20px;background:red';
    document.body.append(link);
  }, foreign.url);
  await app.click('way-out');
  await app.click('way-out', 'middle');
  const opened = await app.page((url) => {
    document.querySelector<HTMLElement>('[data-testid="way-out"]')!.setAttribute('target', '_blank');
    document.querySelector<HTMLElement>('[data-testid="way-out"]')!.click();
    const frame = Object.assign(document.createElement('iframe'), { src: `${url}/frame` });
    document.body.append(frame);
    const popup = window.open(`${url}/popup`);
    location.assign(`${url}/assign`);
    return popup === null;
  }, foreign.url);
  expect(opened).toBe(true);
  // The page goes on as if nothing had been asked: it still plays, where it was.
  expect(await app.isVideoMoving()).toBe(true);
  expect(await address(app)).toBe(home);
  await expect.poll(() => windowCount(app)).toBe(1);
  expect(foreign.asked).toEqual([]);
  foreign.close();
});

test('the policy holds: no inline script, no eval, no connection but to the stage', async ({ launch }) => {
  const foreign = await foreignServer();
  const app = await launch();
  await untilWatching(app);
  const seen = await app.page(async (url) => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      violations.push(effectiveDirective),
    );
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.body.append(inline);
    const evaluated = await new Promise((resolve) => {
      try {
        resolve(new Function('return 1')());
      } catch {
        resolve('refused');
      }
    });
    const fetched = await fetch(`${url}/fetch`).then(
      () => 'allowed',
      () => 'refused',
    );
    const image = await new Promise((resolve) => {
      const element = Object.assign(new Image(), { src: `${url}/image.png` });
      element.onload = () => resolve('allowed');
      element.onerror = () => resolve('refused');
    });
    await new Promise((resolve) => setTimeout(resolve, 0));
    return { inlineRan: 'inlineRan' in window, evaluated, fetched, image, violations };
  }, foreign.url);
  expect(seen).toMatchObject({ inlineRan: false, evaluated: 'refused', fetched: 'refused', image: 'refused' });
  expect(seen.violations).toEqual(expect.arrayContaining(['script-src-elem', 'connect-src', 'img-src']));
  expect(foreign.asked).toEqual([]);
  foreign.close();
});

test('the console itself never runs into its own policy', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  await app.page(() => {
    const seen: string[] = [];
    Object.assign(window, { violationsSeen: seen });
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      seen.push(`${effectiveDirective} ${blockedURI}`),
    );
  });
  for (const page of ['nav-participants', 'nav-log', 'nav-stage']) {
    await app.click(page);
    await expect.poll(() => app.attribute(page, 'aria-current')).toBe('page');
  }
  // The SDK's telemetry and device configuration lie at AWS: with the local stage it must not need them.
  const seen = await app.page(() => (window as unknown as { violationsSeen: string[] }).violationsSeen);
  expect(seen.filter((violation) => !violation.includes('.live-video.net'))).toEqual([]);
});

test('permissions are denied', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  const answers = await app.page(async () => {
    const name = (error: unknown) => (error as Error).name;
    return {
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'granted', name),
      notifications: await Notification.requestPermission(),
      geolocation: await navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
    };
  });
  expect(answers.camera).toMatch(/NotAllowedError|NotFoundError/);
  expect(answers.notifications).toBe('denied');
  expect(answers.geolocation).toBe('denied');
});

test("only the console's own files are served, by GET alone, however a path is spelled", async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  const outside = [
    '/../main/main.js',
    '/..%2fmain%2fmain.js',
    '/%2e%2e/main/main.js',
    '/..%5cmain%5cmain.js',
    '/nothing.js',
  ];
  const loaded = await app.page(
    (paths) =>
      Promise.all(
        paths.map(
          (path) =>
            new Promise<boolean>((resolve) => {
              const script = Object.assign(document.createElement('script'), { src: path, type: 'module' });
              script.onload = () => resolve(true);
              script.onerror = () => resolve(false);
              document.head.append(script);
            }),
        ),
      ),
    outside,
  );
  expect(loaded).toEqual(outside.map(() => false));
});

test('a page that is not the console gets no answer over IPC', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  // A frame of the console's own origin, as an injected one would be: no bridge reaches it.
  const bridgeInFrame = await app.page(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    return 'stagewatch' in frame.contentWindow!;
  });
  expect(bridgeInFrame).toBe(false);
});

test('nobody overrides a certificate error', async ({ launch }) => {
  const app = await launch();
  await untilWatching(app);
  const listeners = await app.main(({ app }) =>
    ['certificate-error', 'select-client-certificate', 'login'].map((event) => app.listenerCount(event)),
  );
  expect(listeners).toEqual([0, 0, 0]);
});
