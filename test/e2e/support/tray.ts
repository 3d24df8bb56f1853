import type { RunningApp } from './running-app.ts';

/** What the tray would show: only the stand-in can be asked, on Electron it is the desktop's. Empty where there is no tray. */
export const trayLine = (app: RunningApp): Promise<string> =>
  app.main(({ Tray }) => [...(Tray as unknown as Shown).shown].map(({ toolTip }) => toolTip).join());

/** A click on an item of its menu. */
export const chooseInTray = (app: RunningApp, label: string): Promise<void> =>
  app.main(({ Tray }, wanted) => {
    const [tray] = (Tray as unknown as Shown).shown;
    const item = tray?.menu.items.find((each) => each.label === wanted);
    if (item === undefined) throw new Error(`The tray has no "${wanted}".`);
    item.click();
  }, label);

type Shown = {
  shown: Set<{ toolTip: string; menu: { items: { label: string; click(): void }[] } }>;
};
