import {
  type MediaStreamTrack,
  ReceiverEstimatedMaxBitrate,
  type RTCPeerConnection,
  RtcpPayloadSpecificFeedback,
  type RtpPacket,
} from 'werift';
import type { Timers } from '../timers.ts';
import { createGroupOfPictures } from './group-of-pictures.ts';
import { narrowOffer, videoCodecOf } from './offers.ts';
import { createPeer, type Peer, type PeerEnd } from './peer.ts';
import type { MediaSink, MediaSource } from './source.ts';

/** A burst of joining subscribers asks a publisher for one key frame, not for one each. */
const KEY_FRAME_REQUEST_INTERVAL_MS = 300;
/** A browser that is told of no limit climbs from 300 kbit/s for half a minute. 125,000 × 2⁶ bit/s = 8 Mbit/s. */
const BITRATE_LIMIT = { brMantissa: 125_000, brExp: 6 };
const BITRATE_LIMIT_INTERVAL_MS = 1_000;

export interface Publisher {
  answer: string;
  peer: Peer;
  source: MediaSource;
}

/**
 * Answers a publisher's offer; what it sends goes to every sink attached to `source`.
 * @returns null where it offers neither VP8 nor H.264 with packetization mode 1
 */
export async function createPublisher(
  offer: string,
  timers: Timers,
  events: { connected(): void; ended(how: PeerEnd): void },
): Promise<Publisher | null> {
  const codec = videoCodecOf(offer);
  const narrowed = codec && narrowOffer(offer, codec);
  if (!codec || narrowed === null) return null;

  /** `waiting`: has not had a key frame yet; pictures before it could not be decoded. */
  const sinks = new Map<MediaSink, { waiting: boolean }>();
  const group = createGroupOfPictures(codec);
  let askForKeyFrame = () => {};

  const peer = createPeer(codec, timers, { connected: events.connected, ended: events.ended });

  let limitToldAt = Number.NEGATIVE_INFINITY;
  const receiveVideo = (packet: RtpPacket) => {
    if (performance.now() - limitToldAt > BITRATE_LIMIT_INTERVAL_MS) {
      limitToldAt = performance.now();
      tellBitrateLimit(peer.connection, packet.header.ssrc);
    }
    const isKey = group.push(packet);
    for (const [sink, state] of sinks) {
      if (state.waiting && !isKey) continue;
      state.waiting = false;
      sink.video(packet);
    }
  };
  const receiveAudio = (packet: RtpPacket) => {
    for (const sink of sinks.keys()) sink.audio(packet);
  };
  const receive = (track: MediaStreamTrack) => {
    if (track.kind === 'audio') return track.onReceiveRtp.subscribe(receiveAudio);
    askForKeyFrame = throttled(timers, () => {
      const receiver = peer.connection.getReceivers().find(({ kind }) => kind === 'video');
      if (track.ssrc !== undefined && peer.connected) void receiver?.sendRtcpPLI(track.ssrc);
    });
    return track.onReceiveRtp.subscribe(receiveVideo);
  };
  peer.connection.onTrack.subscribe(receive);

  const source: MediaSource = {
    videoCodec: codec,
    attach(sink) {
      const past = group.catchUp();
      sinks.set(sink, { waiting: past.length === 0 });
      for (const packet of past) sink.video(packet);
      if (past.length === 0) askForKeyFrame();
      return () => sinks.delete(sink);
    },
    requestKeyFrame: () => askForKeyFrame(),
  };
  try {
    return { answer: await peer.answer(narrowed), peer, source };
  } catch (error) {
    void peer.close();
    throw error;
  }
}

/** What this stage takes, as a REMB: without it a browser starts low and climbs slowly. */
function tellBitrateLimit(connection: RTCPeerConnection, ssrc: number): void {
  const feedback = new ReceiverEstimatedMaxBitrate({ ...BITRATE_LIMIT, ssrcNum: 1, ssrcFeedbacks: [ssrc] });
  const [transport] = connection.dtlsTransports;
  transport?.sendRtcp([new RtcpPayloadSpecificFeedback({ feedback })]).catch(() => {});
}

/** Runs `task` at most once per interval; a call in between runs at its end. */
function throttled(timers: Timers, task: () => void): () => void {
  let resting = false;
  let asked = false;
  const run = () => {
    resting = true;
    asked = false;
    task();
    timers.after(KEY_FRAME_REQUEST_INTERVAL_MS, () => {
      resting = false;
      if (asked) run();
    });
  };
  return () => {
    if (resting) asked = true;
    else run();
  };
}
