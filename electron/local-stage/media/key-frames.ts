import type { VideoCodec } from './source.ts';

/** Whether a key frame starts in this RTP payload. */
export function startsKeyFrame(codec: VideoCodec, payload: Buffer): boolean {
  return codec === 'VP8' ? startsVp8KeyFrame(payload) : startsH264KeyFrame(payload);
}

/** RFC 7741: past the payload descriptor of the first packet of partition 0, the inverse key frame flag is 0. */
function startsVp8KeyFrame(payload: Buffer): boolean {
  const [first = 0, extensions = 0] = payload;
  const startOfFirstPartition = (first & 0x10) !== 0 && (first & 0x07) === 0;
  if (!startOfFirstPartition) return false;
  let offset = 1;
  if ((first & 0x80) !== 0) {
    offset += 1;
    if ((extensions & 0x80) !== 0) offset += ((payload[offset] ?? 0) & 0x80) !== 0 ? 2 : 1; // PictureID, 7 or 15 bits
    if ((extensions & 0x40) !== 0) offset += 1; // TL0PICIDX
    if ((extensions & 0x30) !== 0) offset += 1; // TID, KEYIDX
  }
  const header = payload[offset];
  return header !== undefined && (header & 0x01) === 0;
}

const H264_IDR = 5;
const H264_SPS = 7;
const H264_STAP_A = 24;
const H264_FU_A = 28;
const isKeyUnit = (type: number) => type === H264_IDR || type === H264_SPS;

/** RFC 6184: an IDR slice, or the parameter set in front of it, alone, aggregated or as the first fragment. */
function startsH264KeyFrame(payload: Buffer): boolean {
  const type = (payload[0] ?? 0) & 0x1f;
  if (isKeyUnit(type)) return true;
  if (type === H264_FU_A) {
    const header = payload[1] ?? 0;
    return (header & 0x80) !== 0 && isKeyUnit(header & 0x1f);
  }
  if (type !== H264_STAP_A) return false;
  for (let offset = 1; offset + 2 < payload.length; ) {
    const size = payload.readUInt16BE(offset);
    if (isKeyUnit((payload[offset + 2] ?? 0) & 0x1f)) return true;
    offset += 2 + size;
  }
  return false;
}
