import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { icnsFile, icoFile } from '../../scripts/lib/icon-files.ts';
import { at } from '../../scripts/lib/paths.ts';

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
/** Width of a PNG, from its first chunk. */
const widthOf = (png: Buffer): number => png.readUInt32BE(16);

function icoPictures(ico: Buffer): { size: number; png: Buffer }[] {
  return Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const offset = ico.readUInt32LE(entry + 12);
    return { size: ico[entry]! || 256, png: ico.subarray(offset, offset + ico.readUInt32LE(entry + 8)) };
  });
}

function icnsPictures(icns: Buffer): { type: string; png: Buffer }[] {
  const found: { type: string; png: Buffer }[] = [];
  for (let at = 8; at < icns.readUInt32BE(4); at += icns.readUInt32BE(at + 4)) {
    found.push({
      type: icns.toString('latin1', at, at + 4),
      png: icns.subarray(at + 8, at + icns.readUInt32BE(at + 4)),
    });
  }
  return found;
}

describe('icon files', () => {
  test('an ico says of each picture its size, where it lies and how long it is; 0 stands for 256', () => {
    const pictures = [
      { size: 16, png: Buffer.from('sixteen') },
      { size: 256, png: Buffer.from('two hundred') },
    ];
    const ico = icoFile(pictures);
    expect(ico.readUInt16LE(2)).toBe(1);
    expect(ico[6 + 16]).toBe(0);
    expect(icoPictures(ico)).toEqual(pictures);
  });

  test('an icns carries a picture under each type of its size, and says its whole length', () => {
    const icns = icnsFile([{ size: 256, png: Buffer.from('picture') }]);
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    expect(icnsPictures(icns).map(({ type, png }) => [type, png.toString()])).toEqual([
      ['ic08', 'picture'],
      ['ic13', 'picture'],
    ]);
  });

  test('an icns has no picture of 48 pixels', () => {
    expect(() => icnsFile([{ size: 48, png: PNG }])).toThrow('48');
  });
});

describe('the icons of the installers', () => {
  test('Windows: PNGs of the sizes that they are listed under, 256 among them, which electron-builder asks for', () => {
    const pictures = icoPictures(readFileSync(at('packaging/icons/icon.ico')));
    expect(pictures.map(({ png }) => widthOf(png))).toEqual(pictures.map(({ size }) => size));
    expect(pictures.map(({ size }) => size)).toEqual(expect.arrayContaining([16, 32, 48, 256]));
  });

  test('macOS: PNGs up to 1024', () => {
    const pictures = icnsPictures(readFileSync(at('packaging/icons/icon.icns')));
    expect(new Map(pictures.map(({ type, png }) => [type, widthOf(png)]))).toEqual(
      new Map([
        ['icp4', 16],
        ['icp5', 32],
        ['ic11', 32],
        ['ic12', 64],
        ['ic07', 128],
        ['ic08', 256],
        ['ic13', 256],
        ['ic09', 512],
        ['ic14', 512],
        ['ic10', 1024],
      ]),
    );
  });

  test('Linux: a PNG for each size, as wide as its name says', () => {
    for (const size of [16, 32, 48, 128, 256, 512]) {
      expect(widthOf(readFileSync(at(`packaging/icons/linux/${size}x${size}.png`)))).toBe(size);
    }
  });
});
