/** Publishers and subscribers without a browser: werift peers that speak WHIP to the stage. */
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import { loadClip } from '../../../electron/local-stage/test-card/clip.ts';

export type Codec = 'VP8' | 'H264';

const H264_PARAMETERS = 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f';
const feedback = [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }];

export function newPeer(codecs: readonly Codec[]): RTCPeerConnection {
  const peer = new RTCPeerConnection({
    codecs: {
      audio: [new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 })],
      video: codecs.map(
        (codec) =>
          new RTCRtpCodecParameters({
            mimeType: `video/${codec}`,
            clockRate: 90_000,
            rtcpFeedback: feedback,
            ...(codec === 'H264' && { parameters: H264_PARAMETERS }),
          }),
      ),
    },
    bundlePolicy: 'max-bundle', // as browsers do; werift would not free the other transport
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });
  onTestFinished(() => peer.close());
  return peer;
}

export function postOffer(url: string, token: string, offer: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/sdp' },
    body: offer,
    redirect: 'manual',
  });
}

export async function offerOf(peer: RTCPeerConnection): Promise<string> {
  await peer.setLocalDescription(await peer.createOffer());
  return peer.localDescription!.sdp;
}

/** The stage gives up after 20 s; a handshake on a busy machine may need most of them. */
const CONNECTED_WITHIN_MS = 30_000;

export async function connected(peer: RTCPeerConnection): Promise<void> {
  const isDecided = (state: string) => state === 'connected' || state === 'failed' || state === 'closed';
  if (!isDecided(peer.connectionState)) await peer.connectionStateChange.watch(isDecided, CONNECTED_WITHIN_MS);
  if (peer.connectionState !== 'connected') throw new Error(`The peer is ${peer.connectionState}, not connected.`);
}

/** Goes where the bare ingest shows the way to. @returns the resource's URL */
async function exchange(peer: RTCPeerConnection, url: string, token: string): Promise<string> {
  const offer = await offerOf(peer);
  let response = await postOffer(url, token, offer);
  if (response.status === 307) {
    response = await postOffer(new URL(response.headers.get('location')!, url).href, token, offer);
  }
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
  await connected(peer);
  return new URL(response.headers.get('location')!, url).href;
}

export interface TestPublisher {
  peer: RTCPeerConnection;
  resource: string;
  /** Key frames that the stage asked for. */
  readonly keyFrameRequests: number;
  stop(): void;
}

/** Publishes a picture 25 times a second and a silent tone, like OBS or ffmpeg would; ignores key frame requests. */
export async function publishWith(
  codec: Codec,
  url: string,
  token: string,
  { keyFrames = 'each second' }: { keyFrames?: 'each second' | 'on request' } = {},
): Promise<TestPublisher> {
  const peer = newPeer([codec]);
  const video = new MediaStreamTrack({ kind: 'video' });
  const audio = new MediaStreamTrack({ kind: 'audio' });
  const sender = peer.addTransceiver(video, { direction: 'sendonly' }).sender;
  peer.addTransceiver(audio, { direction: 'sendonly' });

  const pictures = codec === 'VP8' ? vp8Pictures() : h264Pictures();
  let requests = 0;
  let sequence = 65_530; // soon wraps
  let picture = 0;
  let ticks = 0;
  sender.onPictureLossIndication.subscribe(() => {
    requests += 1;
    if (keyFrames === 'on request') picture = 0;
  });
  const resource = await exchange(peer, url, token);
  const timer = setInterval(() => {
    ticks += 1;
    // Between key frames on request: differences only, over and over.
    if (picture === pictures.length) picture = keyFrames === 'on request' ? 1 : 0;
    const payloads = pictures[picture]!;
    picture += 1;
    for (const [index, payload] of payloads.entries()) {
      sequence = (sequence + 1) & 0xffff;
      const marker = index === payloads.length - 1;
      const header = new RtpHeader({ sequenceNumber: sequence, timestamp: (ticks * 3600) >>> 0, marker });
      video.writeRtp(new RtpPacket(header, payload));
    }
    audio.writeRtp(
      new RtpPacket(new RtpHeader({ sequenceNumber: ticks, timestamp: ticks * 1920 }), Buffer.of(0xf8, 0xff, 0xfe)),
    );
  }, 40);
  onTestFinished(() => clearInterval(timer));
  return {
    peer,
    resource,
    get keyFrameRequests() {
      return requests;
    },
    stop: () => clearInterval(timer),
  };
}

export interface TestSubscriber {
  peer: RTCPeerConnection;
  resource: string;
  video: RtpPacket[];
  audio: RtpPacket[];
  answer: string;
}

/** Subscribes and keeps all packets that come. */
export async function subscribeWith(codecs: readonly Codec[], url: string, token: string): Promise<TestSubscriber> {
  const peer = newPeer(codecs);
  const packets: Record<string, RtpPacket[]> = { video: [], audio: [] };
  peer.addTransceiver('audio', { direction: 'recvonly' });
  peer.addTransceiver('video', { direction: 'recvonly' });
  peer.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe((packet) => packets[track.kind]?.push(packet));
  });
  const resource = await exchange(peer, url, token);
  const answer = peer.remoteDescription!.sdp;
  return { peer, resource, video: packets.video!, audio: packets.audio!, answer };
}

/** The test card's first second. */
function vp8Pictures(): Buffer[][] {
  return loadClip()
    .video.slice(0, 25)
    .map(({ payloads }) => payloads);
}

/** A second of H.264 baseline as RTP payloads (RFC 6184): small units as they are, larger ones as FU-A. */
function h264Pictures(): Buffer[][] {
  const stream = readFileSync(new URL('../fixtures/baseline.h264', import.meta.url));
  const pictures: Buffer[][] = [[]];
  for (const unit of nalUnits(stream)) {
    const type = unit[0]! & 0x1f;
    pictures.at(-1)!.push(...fragments(unit));
    if (type === 1 || type === 5) pictures.push([]); // a slice ends the picture: one slice each
  }
  return pictures.filter((payloads) => payloads.length > 0).slice(0, 25);
}

function* nalUnits(stream: Buffer): Generator<Buffer> {
  const starts: number[] = [];
  for (let at = stream.indexOf('000001', 0, 'hex'); at !== -1; at = stream.indexOf('000001', at + 3, 'hex'))
    starts.push(at);
  for (const [index, start] of starts.entries()) {
    const next = starts[index + 1] ?? stream.length;
    const end = stream[next - 1] === 0 && next < stream.length ? next - 1 : next;
    yield stream.subarray(start + 3, end);
  }
}

function fragments(unit: Buffer, size = 1100): Buffer[] {
  if (unit.length <= size) return [unit];
  const pieces: Buffer[] = [];
  const [header] = unit;
  for (let offset = 1; offset < unit.length; offset += size) {
    const start = offset === 1 ? 0x80 : 0;
    const end = offset + size >= unit.length ? 0x40 : 0;
    pieces.push(
      Buffer.concat([
        Buffer.of((header! & 0xe0) | 28, start | end | (header! & 0x1f)),
        unit.subarray(offset, offset + size),
      ]),
    );
  }
  return pieces;
}
