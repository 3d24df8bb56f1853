import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readIvf, readOggPackets } from './containers.ts';

/** Well below any MTU, SRTP and headers included. */
const MAX_PAYLOAD_BYTES = 1200;
const VP8_START_OF_PARTITION = 0x10;
const OPUS_HEADER_PACKETS = 2;

export interface Clip {
  durationMs: number;
  framesPerSecond: number;
  /** RTP payloads of each picture; the last of a picture carries the marker. */
  video: { isKey: boolean; payloads: Buffer[] }[];
  /** One RTP payload each. */
  audio: Buffer[];
  audioPacketMs: number;
}

/**
 * The test card as made by scripts/make-test-card.ts, cut into RTP payloads once.
 * @throws where the assets are missing or damaged
 */
export function loadClip(): Clip {
  const assets = findAssets();
  const { frames, framesPerSecond } = readIvf(readFileSync(join(assets, 'test-card.ivf')));
  const durationMs = (frames.length / framesPerSecond) * 1000;
  const packets = readOggPackets(readFileSync(join(assets, 'test-card.ogg'))).slice(OPUS_HEADER_PACKETS);
  const audioPacketMs = 60;
  return {
    durationMs,
    framesPerSecond,
    video: frames.map((frame) => ({ isKey: isVp8KeyFrame(frame), payloads: packVp8(frame) })),
    // The encoder's delay leaves one packet more than the minute holds.
    audio: packets.slice(0, durationMs / audioPacketMs),
    audioPacketMs,
  };
}

const isVp8KeyFrame = (frame: Buffer) => ((frame[0] ?? 1) & 0x01) === 0;

/** RFC 7741 with the one-byte payload descriptor: no picture ids, one partition. */
export function packVp8(frame: Buffer): Buffer[] {
  const count = Math.ceil(frame.length / MAX_PAYLOAD_BYTES);
  const size = Math.ceil(frame.length / count);
  return Array.from({ length: count }, (_, index) =>
    Buffer.concat([
      Buffer.of(index === 0 ? VP8_START_OF_PARTITION : 0),
      frame.subarray(index * size, (index + 1) * size),
    ]),
  );
}

/** `assets/` lies at the package's root, which is further up from the sources than from the bundle. */
function findAssets(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const assets = join(folder, 'assets');
    if (existsSync(join(assets, 'test-card.ivf'))) return assets;
    if (folder === dirname(folder)) {
      throw new Error('assets/test-card.ivf is missing: make it with scripts/make-test-card.ts.');
    }
  }
}
