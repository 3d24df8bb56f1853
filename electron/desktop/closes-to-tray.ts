/** Whether closing the window only hides it: where a tray brings it back, and never in kiosk mode. */
export const closesToTray = (facts: { hasTray: boolean; isKiosk: boolean; closeToTray: boolean }): boolean =>
  facts.hasTray && !facts.isKiosk && facts.closeToTray;
