import { IconLock } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Kiosk.module.css';

/** A finger that rests so long means it. */
const HOLD_MS = 1_500;

/**
 * The way to the keypad: a touch must rest on it, a mere tap says so. A keyboard or a screen reader presses it, which
 * nobody does by accident.
 */
export function ExitCorner({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [holding, setHolding] = useState(false);
  const [hint, setHint] = useState(false);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!hint) return;
    const hide = setTimeout(() => setHint(false), 4_000);
    return () => clearTimeout(hide);
  }, [hint]);

  const hold = () => {
    setHolding(true);
    timer.current = setTimeout(() => {
      setHolding(false);
      setHint(false);
      onLeave();
    }, HOLD_MS);
  };
  const release = () => {
    setHolding(false);
    clearTimeout(timer.current);
  };
  return (
    <>
      <span className={classes.hint} role="status">
        {hint && t('kiosk.hold')}
      </span>
      <button
        type="button"
        className={classes.corner}
        aria-label={t('kiosk.leave')}
        data-holding={holding}
        onPointerDown={hold}
        onPointerUp={release}
        onPointerLeave={release}
        onPointerCancel={release}
        // No pointer: a key, or a screen reader.
        onClick={({ detail }) => (detail === 0 ? onLeave() : setHint(true))}
        data-testid="kiosk-corner"
      >
        <IconLock size={22} stroke={1.6} aria-hidden />
      </button>
    </>
  );
}
