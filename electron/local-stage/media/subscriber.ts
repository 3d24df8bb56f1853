import { MediaStreamTrack } from 'werift';
import type { Timers } from '../timers.ts';
import { narrowOffer } from './offers.ts';
import { createPeer, type Peer, type PeerEnd } from './peer.ts';
import type { MediaSource } from './source.ts';

export interface Subscriber {
  answer: string;
  peer: Peer;
  /** The publisher left: nothing more comes, the connection stays until the client closes it. */
  detach(): void;
}

/**
 * Answers a subscriber's offer with the publisher's codec and feeds it once it is connected.
 * @returns null where the offer lacks that codec
 */
export async function createSubscriber(
  offer: string,
  source: MediaSource,
  timers: Timers,
  ended: (how: PeerEnd) => void,
): Promise<Subscriber | null> {
  const narrowed = narrowOffer(offer, source.videoCodec);
  if (narrowed === null) return null;

  const videoTrack = new MediaStreamTrack({ kind: 'video' });
  const audioTrack = new MediaStreamTrack({ kind: 'audio' });
  let detachSource: (() => void) | null = null;
  let gone = false;

  const peer = createPeer(source.videoCodec, timers, {
    connected() {
      if (gone) return;
      detachSource = source.attach({
        video: (packet) => videoTrack.writeRtp(packet),
        audio: (packet) => audioTrack.writeRtp(packet),
      });
    },
    ended(how) {
      detach();
      ended(how);
    },
  });
  function detach(): void {
    gone = true;
    detachSource?.();
    detachSource = null;
  }

  const senders = [videoTrack, audioTrack].map(
    (track) => peer.connection.addTransceiver(track, { direction: 'sendonly' }).sender,
  );
  senders[0]?.onPictureLossIndication.subscribe(() => {
    if (!gone) source.requestKeyFrame();
  });
  try {
    return { answer: await peer.answer(narrowed), peer, detach };
  } catch (error) {
    void peer.close();
    throw error;
  }
}
