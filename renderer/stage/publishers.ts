import { type MediaStore, patchPublisher } from './media-store.ts';
import type { StageParticipantLike, StageStreamLike } from './sdk-events.ts';

export interface Publishers {
  has(participantId: string): boolean;
  /** Idempotent: the SDK tells the same in more than one event. */
  set(participant: StageParticipantLike, publishing: boolean): void;
  /** The picture at once; the sound with its first frame, since starting it holds up everything else for 60 to 80 ms. */
  addStreams(participant: StageParticipantLike, streams: readonly StageStreamLike[]): void;
  removeStreams(participant: StageParticipantLike, streams: readonly StageStreamLike[]): void;
  /** A first frame is on screen. */
  pictureShown(participantId: string): void;
  mutedChanged(participant: StageParticipantLike): void;
  streams(): ReadonlyMap<string, readonly StageStreamLike[]>;
  /** Forgets everybody, says nothing. */
  clear(): void;
}

/** Sound waits no longer for a picture that does not come. */
const SOUND_PATIENCE_MS = 500;

interface Live {
  stream: MediaStream;
  sources: StageStreamLike[];
  /** Tracks that are not played yet. */
  waiting: MediaStreamTrack[];
  shown: boolean;
  stopWaiting: () => void;
}

/**
 * The publishers of one connection, mirrored into the media store.
 * `onChange` is told once per publisher that appears or stops, with how many are live afterwards.
 */
export function createPublishers(
  media: MediaStore,
  createStream: () => MediaStream,
  onChange: (participant: StageParticipantLike, publishing: boolean, live: number) => void,
  after: (delayMs: number, callback: () => void) => () => void = timeout,
): Publishers {
  const live = new Map<string, Live>();

  function add(participant: StageParticipantLike): Live {
    const known = live.get(participant.id);
    if (known) return known;
    const entry: Live = { stream: createStream(), sources: [], waiting: [], shown: false, stopWaiting: () => {} };
    live.set(participant.id, entry);
    media.setState(({ publishers }) => ({
      publishers: [
        ...publishers,
        {
          participantId: participant.id,
          userId: participant.userId,
          audioMuted: participant.audioMuted,
          videoStopped: participant.videoStopped,
          subscription: 'attempting_subscribe',
          stream: entry.stream,
          hasVideo: false,
          hasFrame: false,
        },
      ],
    }));
    onChange(participant, true, live.size);
    return entry;
  }

  function remove(participant: StageParticipantLike) {
    live.get(participant.id)?.stopWaiting();
    if (!live.delete(participant.id)) return;
    media.setState(({ publishers }) => ({
      publishers: publishers.filter(({ participantId }) => participantId !== participant.id),
    }));
    onChange(participant, false, live.size);
  }

  function play(entry: Live, tracks: readonly MediaStreamTrack[]): void {
    entry.waiting = entry.waiting.filter((track) => !tracks.includes(track));
    for (const track of tracks) entry.stream.addTrack(track);
  }

  const hasVideo = (stream: MediaStream) => stream.getTracks().some(({ kind }) => kind === 'video');

  return {
    has: (participantId) => live.has(participantId),
    set(participant, publishing) {
      if (publishing) add(participant);
      else remove(participant);
    },
    addStreams(participant, streams) {
      if (participant.isLocal) return;
      const entry = add(participant);
      for (const source of streams) {
        // A subtitle stream has no track to play.
        if (!source.mediaStreamTrack) continue;
        entry.sources.push(source);
        entry.waiting.push(source.mediaStreamTrack);
      }
      play(
        entry,
        entry.waiting.filter(({ kind }) => kind === 'video'),
      );
      const playRest = () => play(entry, entry.waiting);
      entry.stopWaiting();
      if (entry.shown || !hasVideo(entry.stream)) playRest();
      else entry.stopWaiting = after(SOUND_PATIENCE_MS, playRest);
      patchPublisher(media, participant.id, { hasVideo: hasVideo(entry.stream), ...mutesOf(participant) });
    },
    removeStreams(participant, streams) {
      const entry = live.get(participant.id);
      if (!entry) return;
      for (const { mediaStreamTrack } of streams) {
        entry.sources = entry.sources.filter((source) => source.mediaStreamTrack !== mediaStreamTrack);
        entry.waiting = entry.waiting.filter((track) => track !== mediaStreamTrack);
        if (mediaStreamTrack) entry.stream.removeTrack(mediaStreamTrack);
      }
      const stillVideo = hasVideo(entry.stream);
      patchPublisher(media, participant.id, stillVideo ? { hasVideo: true } : { hasVideo: false, hasFrame: false });
    },
    pictureShown(participantId) {
      const entry = live.get(participantId);
      if (entry === undefined) return;
      entry.shown = true;
      entry.stopWaiting();
      play(entry, entry.waiting);
    },
    mutedChanged: (participant) => patchPublisher(media, participant.id, mutesOf(participant)),
    streams: () => new Map([...live].map(([participantId, { sources }]) => [participantId, sources])),
    clear() {
      for (const { stream, stopWaiting } of live.values()) {
        stopWaiting();
        for (const track of stream.getTracks()) stream.removeTrack(track);
      }
      live.clear();
    },
  };
}

const mutesOf = ({ audioMuted, videoStopped }: StageParticipantLike) => ({ audioMuted, videoStopped });

const timeout = (delayMs: number, callback: () => void): (() => void) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};
