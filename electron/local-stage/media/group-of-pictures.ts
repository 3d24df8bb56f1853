/** The packets since the last key frame: what a late subscriber needs to see a picture at once. */
import type { RtpPacket } from 'werift';
import { startsKeyFrame } from './key-frames.ts';
import type { VideoCodec } from './source.ts';

/** A longer group is not kept: its burst would cost more than the key frame that is asked for instead. */
const MAX_PACKETS = 600;
/** Past pictures are shown this far apart: 1 ms in units of the 90 kHz clock. */
const CATCH_UP_STEP = 90;

export interface GroupOfPictures {
  /** @returns whether a key frame starts with this packet */
  push(packet: RtpPacket): boolean;
  /**
   * The group so far, or nothing while there is none. Timestamps are drawn together up to the newest one's,
   * so that the receiver runs through the past at once instead of playing that far behind.
   */
  catchUp(): RtpPacket[];
}

export function createGroupOfPictures(codec: VideoCodec): GroupOfPictures {
  let packets: RtpPacket[] = [];
  let keyTimestamp: number | null = null;

  return {
    push(packet) {
      const isKey = startsKeyFrame(codec, packet.payload);
      if (isKey && packet.header.timestamp !== keyTimestamp) {
        packets = [];
        keyTimestamp = packet.header.timestamp;
      }
      if (keyTimestamp === null) return false;
      packets.push(packet);
      if (packets.length > MAX_PACKETS) {
        packets = [];
        keyTimestamp = null;
      }
      return isKey;
    },
    catchUp: () => drawTogether(packets),
  };
}

/** Copies of the packets, each picture one step after the one before, the newest at its own time. */
export function drawTogether(packets: readonly RtpPacket[]): RtpPacket[] {
  const timestamps = [...new Set(packets.map((packet) => packet.header.timestamp))];
  const newest = timestamps.at(-1) ?? 0;
  return packets.map((packet) => {
    const behind = timestamps.length - 1 - timestamps.indexOf(packet.header.timestamp);
    const copy = packet.clone();
    copy.header.timestamp = (newest - behind * CATCH_UP_STEP) >>> 0;
    return copy;
  });
}
