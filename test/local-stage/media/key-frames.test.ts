import { describe, expect, test } from 'vitest';
import { startsKeyFrame } from '../../../electron/local-stage/media/key-frames.ts';

const vp8 = (...bytes: number[]) => startsKeyFrame('VP8', Buffer.from(bytes));
const h264 = (...bytes: number[]) => startsKeyFrame('H264', Buffer.from(bytes));

describe('VP8', () => {
  test('a key frame starts with the first packet of partition 0 whose frame is no inter frame', () => {
    expect(vp8(0x10, 0x00)).toBe(true);
    expect(vp8(0x10, 0x01)).toBe(false);
    expect(vp8(0x00, 0x00)).toBe(false); // not its first packet
    expect(vp8(0x11, 0x00)).toBe(false); // partition 1
  });

  test('the extended descriptor is skipped, whatever it holds', () => {
    expect(vp8(0x90, 0x80, 0x7f, 0x00)).toBe(true); // picture id of 7 bits
    expect(vp8(0x90, 0x80, 0xff, 0xff, 0x00)).toBe(true); // of 15 bits
    expect(vp8(0x90, 0xf0, 0x80, 0x01, 0x01, 0x01, 0x00)).toBe(true); // and all the rest
    expect(vp8(0x90, 0xf0, 0x80, 0x01, 0x01, 0x01, 0x01)).toBe(false);
  });

  test('a cut packet starts nothing', () => {
    expect(vp8()).toBe(false);
    expect(vp8(0x10)).toBe(false);
    expect(vp8(0x90, 0x80, 0xff)).toBe(false);
  });
});

describe('H.264', () => {
  test('an IDR slice or its parameter set, alone', () => {
    expect(h264(0x65, 0x88)).toBe(true);
    expect(h264(0x67, 0x42)).toBe(true);
    expect(h264(0x41, 0x9a)).toBe(false);
    expect(h264(0x68, 0xce)).toBe(false); // the picture's parameter set follows the sequence's
  });

  test('aggregated', () => {
    expect(h264(0x78, 0x00, 0x02, 0x67, 0x42, 0x00, 0x02, 0x68, 0xce)).toBe(true);
    expect(h264(0x78, 0x00, 0x02, 0x09, 0xf0, 0x00, 0x02, 0x65, 0x88)).toBe(true);
    expect(h264(0x78, 0x00, 0x02, 0x41, 0x9a)).toBe(false);
  });

  test('the first of its fragments, and no other', () => {
    expect(h264(0x7c, 0x85, 0x88)).toBe(true);
    expect(h264(0x7c, 0x05, 0x88)).toBe(false);
    expect(h264(0x7c, 0x81, 0x88)).toBe(false);
  });

  test('a cut packet starts nothing', () => {
    expect(h264()).toBe(false);
    expect(h264(0x78, 0x00)).toBe(false);
    expect(h264(0x7c)).toBe(false);
  });
});
