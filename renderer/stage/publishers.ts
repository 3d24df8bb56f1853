import { type MediaStore, patchPublisher } from './media-store.ts';
import type { StageParticipantLike, StageStreamLike } from './sdk-events.ts';

export interface Publishers {
  has(participantId: string): boolean;
  /** Idempotent: the SDK tells the same in more than one event. */
  set(participant: StageParticipantLike, publishing: boolean): void;
  addStreams(participant: StageParticipantLike, streams: readonly StageStreamLike[]): void;
  removeStreams(participant: StageParticipantLike, streams: readonly StageStreamLike[]): void;
  mutedChanged(participant: StageParticipantLike): void;
  streams(): ReadonlyMap<string, readonly StageStreamLike[]>;
  /** Forgets everybody, says nothing. */
  clear(): void;
}

/**
 * The publishers of one connection, mirrored into the media store.
 * `onChange` is told once per publisher that appears or stops, with how many are live afterwards.
 */
export function createPublishers(
  media: MediaStore,
  createStream: () => MediaStream,
  onChange: (participant: StageParticipantLike, publishing: boolean, live: number) => void,
): Publishers {
  const live = new Map<string, { stream: MediaStream; sources: StageStreamLike[] }>();

  function add(participant: StageParticipantLike) {
    const known = live.get(participant.id);
    if (known) return known;
    const entry = { stream: createStream(), sources: [] };
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
    if (!live.delete(participant.id)) return;
    media.setState(({ publishers }) => ({
      publishers: publishers.filter(({ participantId }) => participantId !== participant.id),
    }));
    onChange(participant, false, live.size);
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
      const { stream, sources } = add(participant);
      for (const source of streams) {
        // A subtitle stream has no track to play.
        if (!source.mediaStreamTrack) continue;
        sources.push(source);
        stream.addTrack(source.mediaStreamTrack);
      }
      patchPublisher(media, participant.id, { hasVideo: hasVideo(stream), ...mutesOf(participant) });
    },
    removeStreams(participant, streams) {
      const entry = live.get(participant.id);
      if (!entry) return;
      for (const { mediaStreamTrack } of streams) {
        entry.sources = entry.sources.filter((source) => source.mediaStreamTrack !== mediaStreamTrack);
        if (mediaStreamTrack) entry.stream.removeTrack(mediaStreamTrack);
      }
      const stillVideo = hasVideo(entry.stream);
      patchPublisher(media, participant.id, stillVideo ? { hasVideo: true } : { hasVideo: false, hasFrame: false });
    },
    mutedChanged: (participant) => patchPublisher(media, participant.id, mutesOf(participant)),
    streams: () => new Map([...live].map(([participantId, { sources }]) => [participantId, sources])),
    clear() {
      for (const { stream } of live.values()) for (const track of stream.getTracks()) stream.removeTrack(track);
      live.clear();
    },
  };
}

const mutesOf = ({ audioMuted, videoStopped }: StageParticipantLike) => ({ audioMuted, videoStopped });
