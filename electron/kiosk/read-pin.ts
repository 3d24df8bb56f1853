/** A new PIN from standard input or a file, never from the command line, which every user of a machine may read. */
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { kioskPinSchema } from '../../shared/kiosk.ts';
import { textOf } from '../settings/settings-file.ts';

/** The part of `process.stdin` in use. */
export type PinInput = NodeJS.ReadableStream & { isTTY?: boolean; setRawMode?(raw: boolean): unknown };

/** @returns the PIN; null where what came in is none, or was not the same twice at a keyboard */
export async function readPin(input: PinInput, ask: (question: string) => void): Promise<string | null> {
  if (input.isTTY !== true) return pinOrNull(await firstLine(input));
  ask('New PIN (4 to 12 digits, not shown): ');
  const pin = await typedBlindly(input);
  ask('\nThe same again: ');
  const again = await typedBlindly(input);
  ask('\n');
  return pin === again ? pinOrNull(pin) : null;
}

/** Of a file that holds nothing else: more than this is none. */
const LARGEST_BYTES = 256;

/** The first line of a file, as any editor or shell writes it. @returns null: no PIN; `problem`: the system's code */
export async function readPinFile(path: string): Promise<{ pin: string | null } | { problem: string }> {
  try {
    await using file = await open(path);
    const { bytesRead, buffer } = await file.read(Buffer.alloc(LARGEST_BYTES), 0, LARGEST_BYTES, 0);
    const [line = ''] = textOf(buffer.subarray(0, bytesRead)).split('\n');
    return { pin: pinOrNull(line.trim()) };
  } catch (error) {
    return { problem: (error as NodeJS.ErrnoException).code ?? (error as Error).message };
  }
}

const pinOrNull = (text: string): string | null => (kioskPinSchema.safeParse(text).success ? text : null);

/** Of a pipe or a file, a byte-order mark (PowerShell writes one) and blanks around it left out; empty at its end. */
async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input });
  for await (const line of lines) return line.replace(/^\uFEFF/, '').trim();
  return '';
}

const [ENTER, NEWLINE, END, INTERRUPT, BACKSPACE] = ['\r', '\n', '\u0004', '\u0003', '\u007f'];

/** Until Enter; nothing is echoed. Ctrl-C gives an empty text. */
function typedBlindly(input: PinInput): Promise<string> {
  return new Promise((resolve) => {
    let typed = '';
    const end = (text: string) => {
      input.off('data', hear);
      input.setRawMode?.(false);
      input.pause();
      resolve(text);
    };
    const hear = (chunk: Buffer | string) => {
      for (const key of String(chunk)) {
        if (key === ENTER || key === NEWLINE || key === END) return end(typed);
        if (key === INTERRUPT) return end('');
        typed = key === BACKSPACE ? typed.slice(0, -1) : typed + key;
      }
    };
    input.setRawMode?.(true);
    input.on('data', hear);
    input.resume();
  });
}
