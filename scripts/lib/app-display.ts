import { type Display, startDisplay } from './display.ts';
import { rememberDisplay } from './display-file.ts';
import { say } from './say.ts';
import { CHROMIUM_TOOLS, DISPLAY_TOOLS, ensureTools } from './system-tools.ts';

/** A display for the app: the user's, or one of our own, said so that it can be looked at. */
export interface AppDisplay {
  env: NodeJS.ProcessEnv;
  end(): Promise<void>;
}

const needsDisplay = (): boolean =>
  process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;

/** Installs what the app needs to be seen, where it is missing. @param electron path of Electron's binary, or null */
export const ensureAppTools = (electron: string | null): Promise<void> =>
  ensureTools([...(electron ? [] : CHROMIUM_TOOLS), ...(needsDisplay() ? DISPLAY_TOOLS : [])]);

export async function openAppDisplay(): Promise<AppDisplay> {
  if (!needsDisplay()) return { env: process.env, end: async () => {} };
  const display: Display = await startDisplay();
  const forget = rememberDisplay(display.name);
  say(
    `No display here: shown on ${display.name} (Xvfb). To see it: npm run screenshot, or x11vnc -display ${display.name} -localhost and a VNC viewer.`,
  );
  return {
    env: { ...process.env, DISPLAY: display.name },
    end() {
      forget();
      return display.end();
    },
  };
}
