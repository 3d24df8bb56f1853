import type { MediaEngine } from '../media/engine.ts';
import type { MediaSource } from '../media/source.ts';
import type { Timers } from '../timers.ts';
import type { Clip } from './clip.ts';
import type { TestCardClock } from './test-card.ts';

/** The test card for a room that opens before the media engine is loaded. Nobody can subscribe without the engine. */
export function lateTestCard(
  engine: Promise<MediaEngine>,
  clip: Clip,
  timers: Timers,
  clock: TestCardClock,
): MediaSource {
  let card: MediaSource | null = null;
  engine.then(
    ({ createTestCard }) => {
      card = createTestCard(clip, timers, clock);
    },
    () => {}, // told by the stage
  );
  return {
    videoCodec: 'VP8',
    attach(sink) {
      if (!card) throw new Error('A sink was attached before the media engine was loaded.');
      return card.attach(sink);
    },
    requestKeyFrame: () => card?.requestKeyFrame(),
  };
}
