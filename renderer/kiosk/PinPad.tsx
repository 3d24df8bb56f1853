import { IconBackspace } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './Keypad.module.css';
import type { PinKey } from './pin-entry.ts';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Ten digits for fingers. What was entered is shown as dots: not even its length leaves with a picture of the PIN. */
export function PinPad({ count, disabled, onKey }: { count: number; disabled: boolean; onKey: (key: PinKey) => void }) {
  const { t } = useTranslation();
  const digit = (each: string) => (
    <button
      key={each}
      type="button"
      className={classes.key}
      disabled={disabled}
      onClick={() => onKey({ kind: 'digit', digit: each })}
      data-testid={`pin-${each}`}
    >
      {each}
    </button>
  );
  return (
    <>
      <div className={classes.dots} role="status" aria-label={t('kiosk.entered', { count })} data-testid="pin-dots">
        {Array.from({ length: Math.max(4, count) }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
          <span key={index} data-filled={index < count} />
        ))}
      </div>
      <div className={classes.keys}>
        {DIGITS.map(digit)}
        <button
          type="button"
          className={classes.key}
          data-minor
          disabled={disabled || count === 0}
          onClick={() => onKey({ kind: 'clear' })}
        >
          {t('kiosk.clear')}
        </button>
        {digit('0')}
        <button
          type="button"
          className={classes.key}
          data-minor
          disabled={disabled || count === 0}
          onClick={() => onKey({ kind: 'back' })}
          aria-label={t('kiosk.back')}
        >
          <IconBackspace size={28} stroke={1.6} aria-hidden />
        </button>
      </div>
    </>
  );
}
