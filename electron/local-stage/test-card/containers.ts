/** Readers for the two containers of the test card. */

/** IVF: a 32-byte file header, then frames behind 12-byte headers of size and time. */
export function readIvf(file: Buffer): { frames: Buffer[]; framesPerSecond: number; width: number; height: number } {
  if (file.toString('latin1', 0, 4) !== 'DKIF') throw new Error('The test card is not an IVF file.');
  const frames: Buffer[] = [];
  for (let offset = file.readUInt16LE(6); offset + 12 <= file.length; ) {
    const size = file.readUInt32LE(offset);
    frames.push(file.subarray(offset + 12, offset + 12 + size));
    offset += 12 + size;
  }
  const framesPerSecond = file.readUInt32LE(16) / file.readUInt32LE(20);
  return { frames, framesPerSecond, width: file.readUInt16LE(12), height: file.readUInt16LE(14) };
}

/** Ogg (RFC 3533): a packet is the segments up to the first one shorter than 255 bytes, over page borders too. */
export function readOggPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let page = 0; page + 27 <= file.length; ) {
    if (file.toString('latin1', page, page + 4) !== 'OggS') throw new Error('The test card is not an Ogg file.');
    const segments = file[page + 26] ?? 0;
    let body = page + 27 + segments;
    for (let index = 0; index < segments; index += 1) {
      const size = file[page + 27 + index] ?? 0;
      parts.push(file.subarray(body, body + size));
      body += size;
      if (size < 255) {
        packets.push(Buffer.concat(parts));
        parts = [];
      }
    }
    page = body;
  }
  return packets;
}
