import { PIN_DIGITS } from '../../shared/kiosk.ts';

/** What a key of the pad, or of a keyboard, does. */
export type PinKey = { kind: 'digit'; digit: string } | { kind: 'back' } | { kind: 'clear' };

/** The digits after a key; twelve at the most. */
export function typed(digits: string, key: PinKey): string {
  switch (key.kind) {
    case 'digit':
      return (digits + key.digit).slice(0, PIN_DIGITS.max);
    case 'back':
      return digits.slice(0, -1);
    case 'clear':
      return '';
  }
}

export const isWhole = (digits: string): boolean => digits.length >= PIN_DIGITS.min;

/** A key of a keyboard; null: it is meant for somebody else. */
export function pinKeyOf({ key }: Pick<KeyboardEvent, 'key'>): PinKey | null {
  if (/^[0-9]$/.test(key)) return { kind: 'digit', digit: key };
  if (key === 'Backspace') return { kind: 'back' };
  return key === 'Delete' ? { kind: 'clear' } : null;
}
