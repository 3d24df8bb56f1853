import { expect, test } from 'vitest';
import type { RtpPacket } from 'werift';
import { startsKeyFrame } from '../../../electron/local-stage/media/key-frames.ts';
import type { Clip } from '../../../electron/local-stage/test-card/clip.ts';
import { createTestCard } from '../../../electron/local-stage/test-card/test-card.ts';
import type { Timers } from '../../../electron/local-stage/timers.ts';

/** A clip of one second: ten pictures, a key frame first; 20 sounds of 50 ms. The picture's number is its second byte's rest. */
const clip: Clip = {
  durationMs: 1000,
  framesPerSecond: 10,
  video: Array.from({ length: 10 }, (_, index) => ({
    isKey: index === 0,
    payloads: [Buffer.of(0x10, (index << 1) | (index === 0 ? 0 : 1)), Buffer.of(0x00, 0xff)],
  })),
  audio: Array.from({ length: 20 }, (_, index) => Buffer.of(index)),
  audioPacketMs: 50,
};
const pictureOf = (packet: RtpPacket) => packet.payload[1]! >> 1;

function play(startMs: number) {
  let time = startMs;
  let pending: { at: number; task: () => void } | null = null;
  const timers = {
    after(delayMs: number, task: () => void) {
      const timer = { at: time + delayMs, task };
      pending = timer;
      return () => {
        if (pending === timer) pending = null;
      };
    },
  } as Timers;
  const card = createTestCard(clip, timers, { wallMs: () => time, monotonicMs: () => time - 77 });
  const watch = () => {
    const video: RtpPacket[] = [];
    const audio: RtpPacket[] = [];
    const stop = card.attach({ video: (packet) => video.push(packet), audio: (packet) => audio.push(packet) });
    const pictures = () => video.filter(({ payload }) => payload[0] === 0x10).map(pictureOf);
    return { video, audio, pictures, stop };
  };
  return {
    watch,
    /** Runs the timers up to this moment; each fires `lateMs` late. */
    runTo(moment: number, lateMs = 0) {
      while (pending && pending.at + lateMs <= moment) {
        const { at, task } = pending;
        pending = null;
        time = at + lateMs;
        task();
      }
      time = moment;
    },
    isRunning: () => pending !== null,
  };
}

test('a viewer gets the second so far at once, then each picture at its time', () => {
  const { watch, runTo } = play(60_350);
  const viewer = watch();
  expect(viewer.pictures()).toEqual([0, 1, 2, 3]);
  expect(startsKeyFrame('VP8', viewer.video[0]!.payload)).toBe(true);
  runTo(60_399);
  expect(viewer.pictures()).toHaveLength(4);
  runTo(60_400);
  expect(viewer.pictures()).toEqual([0, 1, 2, 3, 4]);
});

test('the picture shown is that of the wall clock, however late the timers are, over many loops', () => {
  const { watch, runTo } = play(0);
  const viewer = watch();
  runTo(10_050, 13);
  expect(viewer.pictures().at(-1)).toBe(0);
  expect(viewer.pictures()).toHaveLength(101);
  runTo(10_550, 13);
  expect(viewer.pictures().at(-1)).toBe(5);
});

test('timestamps run on over the loop as if there were none, sequence numbers without a gap', () => {
  const { watch, runTo } = play(60_000);
  const viewer = watch();
  runTo(63_000);
  const stamps = [...new Set(viewer.video.map(({ header }) => header.timestamp))];
  expect(stamps).toEqual(Array.from({ length: 31 }, (_, index) => 60_000 * 90 + index * 9000));
  const sounds = viewer.audio.map(({ header }) => header.timestamp);
  expect(sounds).toEqual(Array.from({ length: 60 }, (_, index) => 60_000 * 48 + (index + 1) * 2400));
  for (const packets of [viewer.video, viewer.audio]) {
    const [first] = packets;
    expect(packets.map(({ header }) => header.sequenceNumber)).toEqual(
      packets.map((_, index) => (first!.header.sequenceNumber + index) & 0xffff),
    );
  }
});

test('each packet of a picture bears its time, the last one the marker', () => {
  const { watch } = play(60_000);
  const { video } = watch();
  expect(video.map(({ header }) => [header.timestamp, header.marker])).toEqual([
    [60_000 * 90, false],
    [60_000 * 90, true],
  ]);
});

test('after a sleep it goes on from the last key frame, without what was missed', () => {
  const { watch, runTo } = play(60_000);
  const viewer = watch();
  runTo(60_200);
  runTo(75_520, 15_000);
  expect(viewer.pictures()).toEqual([0, 1, 2, 0, 1, 2]);
  runTo(75_600);
  expect(viewer.pictures().at(-1)).toBe(6);
});

test('viewers come and go without disturbing each other; after the last one nothing runs', () => {
  const { watch, runTo, isRunning } = play(60_000);
  expect(isRunning()).toBe(false);
  const [first, second] = [watch(), watch()];
  runTo(60_500);
  first.stop();
  runTo(60_900);
  expect(first.pictures().at(-1)).toBe(5);
  expect(second.pictures().at(-1)).toBe(9);
  second.stop();
  expect(isRunning()).toBe(false);
  expect(watch().pictures().at(-1)).toBe(9);
});
