import { PIN_DIGITS } from '../../../shared/kiosk.ts';

/** What a form asks for: the PIN that holds, a new one (twice), or both. */
export interface PinFields {
  current: boolean;
  pin: boolean;
}

/** The first field that cannot be right; null: none. The main process checks again. */
export function pinProblem(
  given: { current: string; pin: string; again: string },
  fields: PinFields,
): { field: 'current' | 'pin' | 'again'; kind: 'digits' | 'differs' } | null {
  if (fields.current && !isPin(given.current)) return { field: 'current', kind: 'digits' };
  if (!fields.pin) return null;
  if (!isPin(given.pin)) return { field: 'pin', kind: 'digits' };
  return given.pin === given.again ? null : { field: 'again', kind: 'differs' };
}

/** As shared/kiosk.ts has it, whose schema would bring its library along. */
const isPin = (text: string): boolean => new RegExp(`^[0-9]{${PIN_DIGITS.min},${PIN_DIGITS.max}}$`).test(text);
