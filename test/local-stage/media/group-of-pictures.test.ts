import { expect, test } from 'vitest';
import { RtpHeader, RtpPacket } from 'werift';
import { createGroupOfPictures, drawTogether } from '../../../electron/local-stage/media/group-of-pictures.ts';

const KEY = Buffer.of(0x10, 0x00);
const DELTA = Buffer.of(0x10, 0x01);
const packet = (sequenceNumber: number, timestamp: number, payload: Buffer) =>
  new RtpPacket(new RtpHeader({ sequenceNumber, timestamp }), payload);
const numbers = (packets: RtpPacket[]) => packets.map(({ header }) => header.sequenceNumber);
const times = (packets: RtpPacket[]) => packets.map(({ header }) => header.timestamp);

test('keeps the packets since the last key frame', () => {
  const group = createGroupOfPictures('VP8');
  expect(group.push(packet(1, 0, DELTA))).toBe(false);
  expect(group.catchUp()).toEqual([]);
  expect(group.push(packet(2, 3000, KEY))).toBe(true);
  group.push(packet(3, 6000, DELTA));
  expect(numbers(group.catchUp())).toEqual([2, 3]);
  group.push(packet(4, 9000, KEY));
  expect(numbers(group.catchUp())).toEqual([4]);
});

test('a key frame in several packets is one', () => {
  const group = createGroupOfPictures('H264');
  group.push(packet(1, 3000, Buffer.of(0x67, 0x42)));
  group.push(packet(2, 3000, Buffer.of(0x68, 0xce)));
  group.push(packet(3, 3000, Buffer.of(0x65, 0x88)));
  expect(numbers(group.catchUp())).toEqual([1, 2, 3]);
});

test('a group that grows too long is not kept: a key frame is asked for instead', () => {
  const group = createGroupOfPictures('VP8');
  group.push(packet(0, 0, KEY));
  for (let index = 1; index <= 600; index += 1) group.push(packet(index, index * 3000, DELTA));
  expect(group.catchUp()).toEqual([]);
});

test('the past is drawn together up to the present, over a wrap of the clock too, and what is kept stays as it was', () => {
  const packets = [
    packet(1, 2 ** 32 - 3000, KEY),
    packet(2, 2 ** 32 - 3000, DELTA),
    packet(3, 0, DELTA),
    packet(4, 3000, DELTA),
  ];
  expect(times(drawTogether(packets))).toEqual([2820, 2820, 2910, 3000]);
  expect(times(drawTogether(packets.slice(0, 3)))).toEqual([2 ** 32 - 90, 2 ** 32 - 90, 0]);
  expect(times(packets)).toEqual([2 ** 32 - 3000, 2 ** 32 - 3000, 0, 3000]);
});
