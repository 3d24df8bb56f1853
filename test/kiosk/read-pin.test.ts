import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type PinInput, readPin, readPinFile } from '../../electron/kiosk/read-pin.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

const unasked = () => {
  throw new Error('Nobody is there to be asked.');
};

describe('a new PIN', () => {
  it.each([
    ['a pipe', '246802\n', '246802'],
    ['a file without an end of line', '2468', '2468'],
    ['PowerShell, with its byte-order mark', '\uFEFF246802\r\n', '246802'],
  ])('from %s', async (_from, text, pin) => {
    expect(await readPin(Readable.from([Buffer.from(text)]), unasked)).toBe(pin);
  });

  it.each(['', '\n', '123\n', '1234567890123\n', 'abcd\n', '12 34\n', '１２３４\n'])(
    'is not made of %j',
    async (text) => {
      expect(await readPin(Readable.from([Buffer.from(text)]), unasked)).toBeNull();
    },
  );
});

describe('at a keyboard', () => {
  function keyboard(): PinInput & PassThrough & { raw: boolean[] } {
    const raw: boolean[] = [];
    return Object.assign(new PassThrough(), { isTTY: true, raw, setRawMode: (on: boolean) => raw.push(on) });
  }
  async function typed(first: string, second: string): Promise<string | null> {
    const input = keyboard();
    const answers = [first, second];
    const pin = await readPin(input, (question) => {
      if (question.includes(':')) input.write(answers.shift());
    });
    expect(input.raw).toEqual([true, false, true, false]); // no key is echoed, and the terminal is as it was
    return pin;
  }

  it('is typed twice, unseen', async () => {
    expect(await typed('24689\u007f0\r', '24680\r')).toBe('24680');
  });

  it.each([
    ['not the same twice', '24680\r', '24681\r'],
    ['broken off', '\u0003', '\u0003'],
  ])('is none where it was %s', async (_what, first, second) => {
    expect(await typed(first, second)).toBeNull();
  });
});

describe('from a file', () => {
  const folder = tempFolder(afterAll);
  const path = join(folder, 'pin.txt');
  afterEach(() => rmSync(path, { force: true }));

  it.each([
    ['an editor', Buffer.from('246802\n')],
    ['echo in a Windows command prompt', Buffer.from('246802 \r\n')],
    ['Windows PowerShell, in UTF-16', Buffer.from('\uFEFF246802\r\n', 'utf16le')],
    ['somebody who wrote more below it', Buffer.from(`246802\n${'the PIN of the tills '.repeat(100)}`)],
  ])('of %s, its first line is the PIN', async (_who, content) => {
    writeFileSync(path, content);
    expect(await readPinFile(path)).toEqual({ pin: '246802' });
  });

  it.each(['', '123\n', 'PIN: 2468\n', '1234567890123', '\n246802\n'])('%j has none', async (content) => {
    writeFileSync(path, content);
    expect(await readPinFile(path)).toEqual({ pin: null });
  });

  it('tells why it cannot be read', async () => {
    expect(await readPinFile(path)).toEqual({ problem: 'ENOENT' });
  });
});
