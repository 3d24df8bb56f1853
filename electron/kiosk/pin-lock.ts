/** The lock of kiosk mode: takes PINs one after the other and writes each try down before it answers. */
import type { KioskStatus, PinAnswer } from '../../shared/kiosk.ts';
import type { PinFile, PinRecord } from './pin-file.ts';
import { type PinHashing, scryptHashing } from './pin-hash.ts';
import { afterWrong, noFailures, type PinThrottle, pauseLeftMs, rebased, triesLeft } from './pin-throttle.ts';

export interface PinLock {
  status(): Promise<KioskStatus>;
  /** Never rejects. Without a PIN any answer is right. */
  tryPin(pin: string): Promise<PinAnswer>;
  /** The tries begin anew. @throws the system's error where it cannot be written */
  setPin(pin: string): Promise<void>;
  removePin(): Promise<void>;
}

export interface PinLockDeps {
  file: PinFile;
  /** How long the machine has been up. */
  uptimeMs(): number;
  /** A try could not be written down: it is counted until this process ends. */
  onNotWritten(error: unknown): void;
  hashing?: PinHashing;
}

export function createPinLock({ file, uptimeMs, onNotWritten, hashing = scryptHashing }: PinLockDeps): PinLock {
  /** The tries as this process knows them, of the PIN with this salt; another salt means that a PIN was set meanwhile. */
  let known: { salt: string; throttle: PinThrottle } | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  /** Two tries at once would see the same count. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work, work);
    turn = done;
    return done;
  }

  async function read(): Promise<PinRecord | null | 'unreadable'> {
    const record = await file.read();
    if (record === null || record === 'unreadable') return record;
    const { salt } = record.hash;
    if (known?.salt !== salt) known = { salt, throttle: rebased(record.throttle, uptimeMs()) };
    return { hash: record.hash, throttle: known.throttle };
  }

  async function keep(hash: PinRecord['hash'], throttle: PinThrottle): Promise<void> {
    known = { salt: hash.salt, throttle };
    await file.write({ hash, throttle }).catch(onNotWritten);
  }

  async function attempt(pin: string): Promise<PinAnswer> {
    const record = await read();
    if (record === null) return { outcome: 'right' };
    if (record === 'unreadable') return { outcome: 'unreadable' };
    const pausedForMs = pauseLeftMs(record.throttle, uptimeMs());
    if (pausedForMs > 0) return { outcome: 'paused', pausedForMs };
    // Wrong until shown otherwise: whoever pulls the plug now has had this try.
    const counted = afterWrong(record.throttle, uptimeMs());
    await keep(record.hash, counted);
    if (await hashing.isPin(pin, record.hash)) {
      await keep(record.hash, noFailures);
      return { outcome: 'right' };
    }
    return counted.pauseMs > 0
      ? { outcome: 'paused', pausedForMs: pauseLeftMs(counted, uptimeMs()) }
      : { outcome: 'wrong', triesLeft: triesLeft(counted) };
  }

  return {
    status: () =>
      inTurn(async () => {
        const record = await read();
        if (record === null) return { pin: 'unset', pausedForMs: 0 };
        if (record === 'unreadable') return { pin: 'unreadable', pausedForMs: 0 };
        return { pin: 'set', pausedForMs: pauseLeftMs(record.throttle, uptimeMs()) };
      }),
    tryPin: (pin) => inTurn(() => attempt(pin)),
    setPin: (pin) => inTurn(async () => file.write({ hash: await hashing.hashPin(pin), throttle: noFailures })),
    removePin: () => inTurn(() => file.remove()),
  };
}
