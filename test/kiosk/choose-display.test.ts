import { describe, expect, it } from 'vitest';
import { chooseDisplay } from '../../electron/kiosk/choose-display.ts';

const displays = [
  { id: 71, label: 'Built-in' },
  { id: 82, label: 'HDMI-1' },
  { id: 93, label: '3' },
];

describe('the display of kiosk mode', () => {
  it.each([
    ['primary', 71],
    ['1', 71],
    ['2', 82],
    ['hdmi-1', 82],
    ['3', 93],
  ])('%s', (wanted, id) => {
    expect(chooseDisplay(displays, 71, wanted)).toEqual({ id, insteadOf: null });
  });

  it.each(['DP-4', '4', '0', ''])('is the primary one where "%s" is not there', (wanted) => {
    expect(chooseDisplay(displays, 82, wanted)).toEqual({ id: 82, insteadOf: wanted });
  });
});
