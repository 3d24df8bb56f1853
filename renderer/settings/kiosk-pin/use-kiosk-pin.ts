import { useEffect, useState } from 'react';
import { assertNever } from '../../../shared/assert-never.ts';
import type { KioskPinState, SetPinAnswer } from '../../../shared/kiosk.ts';
import { useServices } from '../../app/services.ts';

/** Why a PIN was not taken; `untilMs`: when the next try is (performance.now()). */
export type PinTrouble =
  | { kind: 'wrong'; triesLeft: number }
  | { kind: 'paused'; untilMs: number }
  | { kind: 'unreadable' | 'fixed' | 'disk' | 'failed' };

export interface KioskPin {
  /** null: not known yet. */
  state: KioskPinState | null;
  done: 'saved' | 'removed' | null;
  trouble: PinTrouble | null;
  /**
   * Sets the PIN, or removes it (null). Whether that was done.
   * @param currentPin any text where none is set
   */
  give(pin: string | null, currentPin: string): Promise<boolean>;
  /** What was said of the last try is over. */
  forget(): void;
}

/** The PIN of kiosk mode as far as a page has a say; nothing of it is kept here. */
export function useKioskPin(): KioskPin {
  const { bridge } = useServices();
  const [state, setState] = useState<KioskPinState | null>(null);
  const [done, setDone] = useState<KioskPin['done']>(null);
  const [trouble, setTrouble] = useState<PinTrouble | null>(null);
  useEffect(() => {
    let gone = false;
    bridge.invoke('kiosk:status').then(
      ({ pin, pausedForMs }) => {
        if (gone) return;
        setState(pin);
        if (pausedForMs > 0) setTrouble({ kind: 'paused', untilMs: performance.now() + pausedForMs });
      },
      () => !gone && setTrouble({ kind: 'failed' }),
    );
    return () => {
      gone = true;
    };
  }, [bridge]);

  return {
    state,
    done,
    trouble,
    forget() {
      setDone(null);
      setTrouble(null);
    },
    async give(pin, currentPin) {
      setDone(null);
      const told = await bridge.invoke('kiosk:set-pin', { pin, currentPin }).then(troubleOf, failed);
      setTrouble(told);
      if (told !== null) return false;
      setState(pin === null ? 'unset' : 'set');
      setDone(pin === null ? 'removed' : 'saved');
      return true;
    },
  };
}

const failed = (): PinTrouble => ({ kind: 'failed' });

function troubleOf(answer: SetPinAnswer): PinTrouble | null {
  switch (answer.outcome) {
    case 'right':
      return null;
    case 'wrong':
      return { kind: 'wrong', triesLeft: answer.triesLeft };
    case 'paused':
      return { kind: 'paused', untilMs: performance.now() + answer.pausedForMs };
    case 'unreadable':
    case 'fixed':
    case 'disk':
      return { kind: answer.outcome };
    case 'in-kiosk':
      return { kind: 'failed' };
    default:
      return assertNever(answer);
  }
}
