import { chooseDisplay, type DisplayFacts } from '../kiosk/choose-display.ts';
import { type Finding, fine, text, warning } from '../service/connection/finding.ts';

/** The displays as `kioskDisplay` numbers them, and whether the wanted one is there. */
export function checkDisplays(
  displays: readonly (DisplayFacts & { size: { width: number; height: number } })[],
  primaryId: number,
  wanted: string,
): Finding {
  const listed = displays.map(({ id, label, size }, index) => {
    const primary = id === primaryId ? ' (primary)' : '';
    return `${index + 1}: ${label} ${size.width}×${size.height}${primary}`;
  });
  const list = listed.join('; ');
  const chosen = chooseDisplay(displays, primaryId, wanted);
  const number = displays.findIndex(({ id }) => id === chosen.id) + 1;
  const details = { displays: list, kioskDisplay: wanted };
  if (chosen.insteadOf === null) {
    return fine(text('Kiosk 模式會用第 {number} 個螢幕', 'Kiosk mode is on display {number}', { number }), details);
  }
  return warning(
    text(
      '找不到螢幕「{wanted}」：Kiosk 模式會用主螢幕',
      'The display "{wanted}" is not there: kiosk mode is on the primary one',
      {
        wanted,
      },
    ),
    text(
      '請接上，或用 --kiosk-display 指定其中之一：{list}',
      'Plug it in, or give one of these with --kiosk-display: {list}',
      {
        list,
      },
    ),
    details,
  );
}
