import { startDisplay } from '../../../scripts/lib/display.ts';

/** A display of its own for the whole run, whatever is on the user's: nobody's mouse takes the focus away. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.platform !== 'linux') return undefined;
  const display = await startDisplay();
  process.env.DISPLAY = display.name;
  delete process.env.WAYLAND_DISPLAY;
  return display.end;
}
