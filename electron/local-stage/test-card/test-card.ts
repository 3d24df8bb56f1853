/** Plays the test card: a publisher without a client. Its clock runs while somebody watches, and costs nothing else. */
import { randomInt } from 'node:crypto';
import { RtpHeader, RtpPacket } from 'werift';
import { drawTogether } from '../media/group-of-pictures.ts';
import type { MediaSink, MediaSource } from '../media/source.ts';
import type { Timers } from '../timers.ts';
import type { Clip } from './clip.ts';
import { duePieces, pieceAt, startOfPiece } from './schedule.ts';

const VIDEO_CLOCK_HZ = 90_000;
const AUDIO_CLOCK_HZ = 48_000;

export interface TestCardClock {
  /** Milliseconds since 1970. */
  wallMs(): number;
  /** Milliseconds that only ever grow. */
  monotonicMs(): number;
}

/** A sink's own sequence numbers: each starts where it joined, with no gap. */
interface Feed {
  sink: MediaSink;
  videoSequence: number;
  audioSequence: number;
}

export function createTestCard(clip: Clip, timers: Timers, clock: TestCardClock): MediaSource {
  const feeds = new Set<Feed>();
  const videoRate = clip.framesPerSecond;
  const audioRate = 1000 / clip.audioPacketMs;
  /** Position minus monotonic time: the wall clock is read when the first viewer comes, and may step meanwhile. */
  let phaseMs = 0;
  let playedVideo = 0;
  let playedAudio = 0;
  let cancelTimer = () => {};

  const position = () => clock.monotonicMs() + phaseMs;
  const frameOf = (piece: number) => clip.video[piece % clip.video.length]!;

  function start(): void {
    phaseMs = clock.wallMs() - clock.monotonicMs();
    playedVideo = pieceAt(position(), videoRate);
    playedAudio = pieceAt(position(), audioRate);
    schedule();
  }

  function schedule(): void {
    const next = Math.min(startOfPiece(playedVideo + 1, videoRate), startOfPiece(playedAudio + 1, audioRate));
    cancelTimer = timers.after(Math.max(0, Math.ceil(next - position())), play);
  }

  function play(): void {
    const now = position();
    const pictures = duePieces(playedVideo, now, videoRate);
    playedVideo = pieceAt(now, videoRate);
    for (const feed of feeds) {
      if (pictures === null) catchUp(feed);
      else for (const piece of pictures) sendVideo(feed, picturePackets(piece));
    }
    for (const piece of duePieces(playedAudio, now, audioRate) ?? []) {
      for (const feed of feeds) sendAudio(feed, piece);
    }
    playedAudio = pieceAt(now, audioRate);
    schedule();
  }

  /** All pictures from the last key frame to the present one, at once. */
  function catchUp(feed: Feed): void {
    let piece = playedVideo;
    const packets = picturePackets(piece);
    while (!frameOf(piece).isKey) {
      piece -= 1;
      packets.unshift(...picturePackets(piece));
    }
    sendVideo(feed, drawTogether(packets));
  }

  function picturePackets(piece: number): RtpPacket[] {
    const { payloads } = frameOf(piece);
    const timestamp = (piece * (VIDEO_CLOCK_HZ / videoRate)) % 2 ** 32;
    return payloads.map(
      (payload, index) => new RtpPacket(new RtpHeader({ timestamp, marker: index === payloads.length - 1 }), payload),
    );
  }

  function sendVideo(feed: Feed, packets: RtpPacket[]): void {
    for (const packet of packets) {
      feed.videoSequence = (feed.videoSequence + 1) & 0xffff;
      packet.header.sequenceNumber = feed.videoSequence;
      feed.sink.video(packet);
    }
  }

  function sendAudio(feed: Feed, piece: number): void {
    feed.audioSequence = (feed.audioSequence + 1) & 0xffff;
    const timestamp = (piece * (AUDIO_CLOCK_HZ / audioRate)) % 2 ** 32;
    const header = new RtpHeader({ timestamp, sequenceNumber: feed.audioSequence });
    feed.sink.audio(new RtpPacket(header, clip.audio[piece % clip.audio.length]!));
  }

  return {
    videoCodec: 'VP8',
    attach(sink) {
      const feed: Feed = { sink, videoSequence: randomInt(0x10000), audioSequence: randomInt(0x10000) };
      if (feeds.size === 0) start();
      feeds.add(feed);
      catchUp(feed);
      return () => {
        feeds.delete(feed);
        if (feeds.size === 0) cancelTimer();
      };
    },
    // The next key frame is never more than a second away.
    requestKeyFrame() {},
  };
}
