import { expect, test } from 'vitest';
import { startsKeyFrame } from '../../../electron/local-stage/media/key-frames.ts';
import { loadClip, packVp8 } from '../../../electron/local-stage/test-card/clip.ts';
import { readIvf, readOggPackets } from '../../../electron/local-stage/test-card/containers.ts';

test('the card is a minute long, smooth enough, and a key frame is never more than a second away', () => {
  const clip = loadClip();
  expect(clip.durationMs).toBe(60_000);
  expect(clip.framesPerSecond).toBeGreaterThanOrEqual(24);
  expect(clip.audio.length * clip.audioPacketMs).toBe(60_000);
  const keys = clip.video.flatMap(({ isKey }, index) => (isKey ? [index] : []));
  expect(keys[0]).toBe(0);
  for (const [index, key] of keys.entries()) {
    expect((keys[index + 1] ?? clip.video.length) - key).toBeLessThanOrEqual(clip.framesPerSecond);
  }
  for (const { isKey, payloads } of clip.video) expect(startsKeyFrame('VP8', payloads[0]!)).toBe(isKey);
});

test('a picture is cut into payloads that fit, and can be put together again', () => {
  const frame = Buffer.from(Array.from({ length: 3000 }, (_, index) => index % 251));
  const payloads = packVp8(frame);
  expect(payloads.map((payload) => payload[0])).toEqual([0x10, 0, 0]);
  expect(Math.max(...payloads.map(({ length }) => length))).toBeLessThanOrEqual(1201);
  expect(Buffer.concat(payloads.map((payload) => payload.subarray(1)))).toEqual(frame);
});

test('an Ogg packet runs on over segments and pages', () => {
  const page = (...segments: Buffer[]) =>
    Buffer.concat([
      Buffer.from('OggS'),
      Buffer.alloc(22),
      Buffer.of(segments.length, ...segments.map(({ length }) => length)),
      ...segments,
    ]);
  const file = Buffer.concat([
    page(Buffer.from('head')),
    page(Buffer.alloc(255, 'a'), Buffer.from('b'), Buffer.alloc(255, 'c')),
    page(Buffer.from('d'), Buffer.alloc(0)),
  ]);
  expect(readOggPackets(file).map(String)).toEqual(['head', `${'a'.repeat(255)}b`, `${'c'.repeat(255)}d`, '']);
});

test('a file of another kind is told', () => {
  expect(() => readIvf(Buffer.from('RIFFxxxx'.repeat(8)))).toThrow('not an IVF file');
  expect(() => readOggPackets(Buffer.from('RIFFxxxx'.repeat(8)))).toThrow('not an Ogg file');
});
