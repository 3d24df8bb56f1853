import { useCallback, useEffect, useState } from 'react';
import type { KioskExit, KioskStatus, PinAnswer } from '../../shared/kiosk.ts';
import { useServices } from '../app/services.ts';

/** What the dialog knows; `asking`: an answer is on its way. */
export interface Exit {
  status: KioskStatus | null;
  /** The last PIN was wrong. */
  wrong: { triesLeft: number } | null;
  /** When the next one is taken (performance.now()); null: now. */
  pausedUntilMs: number | null;
  asking: boolean;
  leave(pin: string, to: KioskExit): void;
}

/** The way out as far as a page has a say: it asks, the main process decides. */
export function useExit(): Exit {
  const { bridge } = useServices();
  const [status, setStatus] = useState<KioskStatus | null>(null);
  const [wrong, setWrong] = useState<Exit['wrong']>(null);
  const [pausedUntilMs, setPausedUntilMs] = useState<number | null>(null);
  const [asking, setAsking] = useState(false);

  const pause = useCallback((forMs: number) => setPausedUntilMs(forMs > 0 ? performance.now() + forMs : null), []);
  useEffect(() => {
    let current = true;
    bridge.invoke('kiosk:status').then(
      (told) => {
        if (!current) return;
        setStatus(told);
        pause(told.pausedForMs);
      },
      (error: unknown) => console.error(error),
    );
    return () => {
      current = false;
    };
  }, [bridge, pause]);

  useEffect(() => {
    if (pausedUntilMs === null) return;
    const end = setTimeout(() => setPausedUntilMs(null), pausedUntilMs - performance.now());
    return () => clearTimeout(end);
  }, [pausedUntilMs]);

  const take = (answer: PinAnswer) => {
    setWrong(answer.outcome === 'wrong' ? { triesLeft: answer.triesLeft } : null);
    if (answer.outcome === 'paused') pause(answer.pausedForMs);
    if (answer.outcome === 'unreadable') setStatus({ pin: 'unreadable', pausedForMs: 0 });
  };
  return {
    status,
    wrong,
    pausedUntilMs,
    asking,
    leave(pin, to) {
      setAsking(true);
      bridge
        .invoke('kiosk:exit', { pin, to })
        .then(take, (error: unknown) => console.error(error))
        .finally(() => setAsking(false));
    },
  };
}
