import type { RtpPacket } from 'werift';

export type VideoCodec = 'VP8' | 'H264';

/** Where a publisher's packets go: one subscriber's connection. Both calls copy what they keep. */
export interface MediaSink {
  video(packet: RtpPacket): void;
  audio(packet: RtpPacket): void;
}

/** A publisher's pictures and sound, be it a real one or the test card. */
export interface MediaSource {
  readonly videoCodec: VideoCodec;
  /** Feeds the sink from a key frame on, at once where that is possible. The disposer stops it. */
  attach(sink: MediaSink): () => void;
  /** A subscriber can't decode what it has: asks for a key frame. */
  requestKeyFrame(): void;
}
