import { type Browser, chromium } from '@playwright/test';

/** The system's Chromium, quiet and without a profile of its own. */
export const launchChromium = (autoplayPolicy = 'no-user-gesture-required'): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--autoplay-policy=${autoplayPolicy}`,
    ],
  });
