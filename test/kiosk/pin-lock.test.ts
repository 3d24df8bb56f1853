import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPinFile, type PinFile, type PinRecord } from '../../electron/kiosk/pin-file.ts';
import { createPinLock, type PinLock } from '../../electron/kiosk/pin-lock.ts';
import { quickHashing } from './support/quick-hashing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PIN = '246802';

let folder: string;
let uptimeMs: number;
let notWritten: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stagewatch-pin-'));
  [uptimeMs, notWritten] = [HOUR, []];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, 'kiosk-pin.json');
/** A start of the program: nothing but the file is left of the one before. */
const start = (file: PinFile = openPinFile(folder)): PinLock =>
  createPinLock({
    file,
    hashing: quickHashing,
    uptimeMs: () => uptimeMs,
    onNotWritten: (error) => notWritten.push(error),
  });
const wrong = async (lock: PinLock, times: number) => {
  for (let count = 0; count < times; count++) await lock.tryPin('0000');
};

describe('a PIN that was set', () => {
  it('opens, and no other does', async () => {
    const lock = start();
    await lock.setPin(PIN);
    expect(await lock.tryPin('246803')).toEqual({ outcome: 'wrong', triesLeft: 4 });
    expect(await lock.tryPin(PIN)).toEqual({ outcome: 'right' });
    expect(await lock.tryPin('0000')).toEqual({ outcome: 'wrong', triesLeft: 4 });
  });

  it('lies in the data folder without being in it', async () => {
    await start().setPin(PIN);
    expect(readFileSync(path(), 'utf8')).not.toContain(PIN);
    expect(readdirSync(folder)).toEqual(['kiosk-pin.json']);
  });

  it('that is set anew while the program runs is the one that opens, and forgives the tries before', async () => {
    const lock = start();
    await lock.setPin('1111');
    await wrong(lock, 5);
    await start().setPin(PIN); // an administrator's task, beside the running program
    expect(await lock.status()).toEqual({ pin: 'set', pausedForMs: 0 });
    expect(await lock.tryPin(PIN)).toEqual({ outcome: 'right' });
  });
});

describe('five wrong PINs', () => {
  it('are followed by a pause that takes none, the right one included', async () => {
    const lock = start();
    await lock.setPin(PIN);
    await wrong(lock, 4);
    expect(await lock.tryPin('0000')).toEqual({ outcome: 'paused', pausedForMs: 30_000 });
    uptimeMs += 29_999;
    expect(await lock.tryPin(PIN)).toEqual({ outcome: 'paused', pausedForMs: 1 });
    uptimeMs += 1;
    expect(await lock.tryPin(PIN)).toEqual({ outcome: 'right' });
  });

  it('are remembered over a start of the program, and of the machine', async () => {
    const lock = start();
    await lock.setPin(PIN);
    await wrong(lock, 5);
    uptimeMs += 10_000;
    expect(await start().status()).toEqual({ pin: 'set', pausedForMs: 20_000 });
    uptimeMs = 5_000; // it was off; nobody knows for how long
    const later = start();
    expect(await later.tryPin(PIN)).toEqual({ outcome: 'paused', pausedForMs: 25_000 });
    uptimeMs = 30_000;
    expect(await later.tryPin('0000')).toEqual({ outcome: 'paused', pausedForMs: MINUTE });
  });

  it('entered at once are counted one by one', async () => {
    const lock = start();
    await lock.setPin(PIN);
    const answers = await Promise.all(Array.from({ length: 8 }, () => lock.tryPin('0000')));
    expect(answers.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(4);
    expect(answers.filter(({ outcome }) => outcome === 'paused')).toHaveLength(4);
  });
});

it('a wrong PIN a hundred times: each is counted, none opens, and the right one still does after its pause', async () => {
  const lock = start();
  await lock.setPin(PIN);
  let taken = 0;
  for (let asked = 0; asked < 100; asked++) {
    const answer = await lock.tryPin(String(1000 + asked));
    expect(answer.outcome).not.toBe('right');
    taken = (JSON.parse(readFileSync(path(), 'utf8')) as PinRecord).throttle.failures;
    if (asked < 20) uptimeMs += HOUR; // patient at first, then hammering
  }
  expect(taken).toBe(21);
  expect(await lock.tryPin(PIN)).toMatchObject({ outcome: 'paused' });
  uptimeMs += HOUR;
  expect(await lock.tryPin(PIN)).toEqual({ outcome: 'right' });
});

describe('the plug is pulled', () => {
  it('before the answer: the try was counted all the same', async () => {
    await start().setPin(PIN);
    const file = openPinFile(folder);
    const dies: PinFile = {
      ...file,
      async write(record) {
        await file.write(record);
        await new Promise(() => {}); // nothing runs after this
      },
    };
    void start(dies).tryPin('0000');
    await expect.poll(() => (JSON.parse(readFileSync(path(), 'utf8')) as PinRecord).throttle.failures).toBe(1);
  });
});

describe('bad luck', () => {
  it('no PIN was ever set: anybody may leave', async () => {
    expect(await start().status()).toEqual({ pin: 'unset', pausedForMs: 0 });
    expect(await start().tryPin('')).toEqual({ outcome: 'right' });
  });

  it.each([
    ['cut in half', (text: string) => text.slice(0, text.length / 2)],
    ['emptied', () => ''],
    ['with a cheap hash', (text: string) => text.replace('32768', '2')],
    ['with a hash that would take all memory', (text: string) => text.replace('32768', '1073741824')],
  ])('a file %s keeps the lock shut until an administrator resets it', async (_what, damage) => {
    const lock = start();
    await lock.setPin(PIN);
    writeFileSync(path(), damage(readFileSync(path(), 'utf8')));
    expect(await lock.status()).toEqual({ pin: 'unreadable', pausedForMs: 0 });
    expect(await lock.tryPin(PIN)).toEqual({ outcome: 'unreadable' });
    await lock.removePin();
    expect(await lock.status()).toEqual({ pin: 'unset', pausedForMs: 0 });
  });

  it('a full disk: tries are counted until the program ends, and the right PIN opens', async () => {
    const record: PinRecord = {
      hash: await quickHashing.hashPin(PIN),
      throttle: { failures: 0, pauseMs: 0, asOfUptimeMs: 0 },
    };
    const full: PinFile = {
      read: async () => record,
      write: async () => {
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      },
      remove: async () => {},
    };
    const lock = start(full);
    await wrong(lock, 5);
    expect(await lock.tryPin(PIN)).toEqual({ outcome: 'paused', pausedForMs: 30_000 });
    uptimeMs += 30_000;
    expect(await lock.tryPin(PIN)).toEqual({ outcome: 'right' });
    expect(notWritten).not.toEqual([]);
  });
});
