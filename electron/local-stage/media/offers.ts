/** What a client's SDP offer must look like before werift answers it: one codec per medium, and no surprises. */
import type { VideoCodec } from './source.ts';

interface PayloadType {
  id: string;
  /** `VP8/90000` → `vp8`. */
  codec: string;
  parameters: ReadonlyMap<string, string>;
}

interface Section {
  kind: string;
  lines: string[];
}

/** Constrained baseline first (what Amazon IVS asks for), then what decoders take as such. */
const H264_PROFILES = ['42e0', '42c0', '4200', '4d00', '6400'];

/**
 * The codec that a publisher will send: the first of VP8 and H.264 that it offers.
 * @returns null where it offers neither
 */
export function videoCodecOf(offer: string): VideoCodec | null {
  const { sections } = split(offer);
  for (const section of sections) {
    if (section.kind !== 'video') continue;
    for (const type of payloadTypes(section)) {
      if (type.codec === 'vp8') return 'VP8';
      if (type.codec === 'h264' && takesFragments(type)) return 'H264';
    }
  }
  return null;
}

/**
 * Narrows an offer to Opus and one video codec, so that the answer can only be that.
 * Candidates go too: behind mDNS names they can't be resolved, and the client's own checks reach us anyway.
 * @returns null where the offer lacks the codec
 */
export function narrowOffer(offer: string, codec: VideoCodec): string | null {
  const { session, sections } = split(offer);
  const narrowed: string[] = [...session];
  for (const section of sections) {
    const types = payloadTypes(section);
    const primary = section.kind === 'audio' ? types.find((type) => type.codec === 'opus') : pickVideo(types, codec);
    if (!primary) return null;
    const kept = new Set([primary.id, ...retransmissions(types, primary)]);
    narrowed.push(...keepTypes(section, kept));
  }
  const lines = narrowed.filter((line) => !line.startsWith('a=candidate:') && line !== 'a=end-of-candidates');
  return `${lines.join('\r\n')}\r\n`;
}

/** An answer that takes the offer in everything but the video codec, which is one that nobody offered. */
export function foreignAnswer(offer: string): string {
  const { session, sections } = split(offer);
  const lines = [...session];
  for (const section of sections) {
    const types = payloadTypes(section);
    const opus = types.find((type) => type.codec === 'opus');
    const kept = section.kind === 'audio' ? keepTypes(section, new Set(opus ? [opus.id] : [])) : foreignVideo(section);
    lines.push(...kept.map(answering).filter((line) => !line.startsWith('a=candidate:')));
  }
  return `${lines.join('\r\n')}\r\n`;
}

const FOREIGN_ID = '127';
function foreignVideo(section: Section): string[] {
  const [media, port, protocol] = section.lines[0]?.split(' ') ?? [];
  const others = keepTypes(section, new Set()).slice(1);
  return [[media, port, protocol, FOREIGN_ID].join(' '), ...others, `a=rtpmap:${FOREIGN_ID} H261/90000`];
}

const answering = (line: string) =>
  line === 'a=recvonly' ? 'a=sendonly' : line === 'a=setup:actpass' ? 'a=setup:active' : line;

function pickVideo(types: readonly PayloadType[], codec: VideoCodec): PayloadType | undefined {
  if (codec === 'VP8') return types.find((type) => type.codec === 'vp8');
  const usable = types.filter((type) => type.codec === 'h264' && takesFragments(type));
  const rank = (type: PayloadType) => {
    const index = H264_PROFILES.indexOf(
      (type.parameters.get('profile-level-id') ?? '42e01f').slice(0, 4).toLowerCase(),
    );
    return index === -1 ? H264_PROFILES.length : index;
  };
  return usable.toSorted((a, b) => rank(a) - rank(b))[0];
}

const takesFragments = (type: PayloadType) => type.parameters.get('packetization-mode') === '1';

const retransmissions = (types: readonly PayloadType[], of: PayloadType) =>
  types.filter((type) => type.codec === 'rtx' && type.parameters.get('apt') === of.id).map((type) => type.id);

function split(sdp: string): { session: string[]; sections: Section[] } {
  const session: string[] = [];
  const sections: Section[] = [];
  for (const line of sdp.split(/\r?\n/)) {
    if (line === '') continue;
    const kind = /^m=(\w+) /.exec(line)?.[1];
    if (kind !== undefined) sections.push({ kind, lines: [line] });
    else (sections.at(-1)?.lines ?? session).push(line);
  }
  return { session, sections };
}

/** In the order of the m-line, which is the offerer's preference. */
function payloadTypes(section: Section): PayloadType[] {
  const ids = section.lines[0]?.split(' ').slice(3) ?? [];
  return ids.map((id) => {
    const map = section.lines.find((line) => line.startsWith(`a=rtpmap:${id} `));
    const format = section.lines.find((line) => line.startsWith(`a=fmtp:${id} `));
    const pairs = (format?.slice(`a=fmtp:${id} `.length) ?? '').split(';').map((pair) => {
      const [name = '', value = ''] = pair.trim().split('=');
      return [name, value] as const;
    });
    return {
      id,
      codec: map?.split(' ')[1]?.split('/')[0]?.toLowerCase() ?? '',
      parameters: new Map(pairs),
    };
  });
}

function keepTypes(section: Section, kept: ReadonlySet<string>): string[] {
  return section.lines.flatMap((line, index) => {
    if (index === 0) {
      const [media, port, protocol, ...ids] = line.split(' ');
      return [[media, port, protocol, ...ids.filter((id) => kept.has(id))].join(' ')];
    }
    const id = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1];
    return id === undefined || kept.has(id) ? [line] : [];
  });
}
