/** One client's media connection: werift's RTCPeerConnection, set up for a stage and with one way to end. */
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import type { Timers } from '../timers.ts';
import { sendFatalAlert } from './dtls-alert.ts';
import type { VideoCodec } from './source.ts';

/** A client that has an answer but never gets through is dropped after this. */
const CONNECT_TIMEOUT_MS = 20_000;

export type PeerEnd = 'closed' | 'lost' | 'never-connected';

export interface Peer {
  readonly connection: RTCPeerConnection;
  readonly connected: boolean;
  /** @returns the answer, candidates included */
  answer(offer: string): Promise<string>;
  /** Ends the connection and tells the other side, which may come back at once. Idempotent; resolves once all is free. */
  close(): Promise<void>;
  /** Ends it without a word, as a cut wire would: the other side takes a while to notice. */
  cut(): Promise<void>;
}

export interface PeerEvents {
  connected(): void;
  /** Once, whoever ended it. All of the peer's resources are free then. */
  ended(how: PeerEnd): void;
}

const feedback = [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'goog-remb' }];

export const opus = () =>
  new RTCRtpCodecParameters({
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    parameters: 'minptime=10;useinbandfec=1',
  });
export const video = (codec: VideoCodec) =>
  new RTCRtpCodecParameters({ mimeType: `video/${codec}`, clockRate: 90_000, rtcpFeedback: feedback });

export function createPeer(codec: VideoCodec, timers: Timers, events: PeerEvents): Peer {
  const connection = new RTCPeerConnection({
    codecs: { audio: [opus()], video: [video(codec)] },
    iceServers: [],
    // Loopback is no interface of its own to werift; with it a stage works with no network at all.
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceUseIpv6: false,
  });
  let connected = false;
  let ended = false;
  let freed: Promise<void> | null = null;

  const cancelTimeout = timers.after(CONNECT_TIMEOUT_MS, () => void end('never-connected', false));
  connection.connectionStateChange.subscribe((state) => {
    if (state === 'connected' && !connected) {
      connected = true;
      cancelTimeout();
      events.connected();
    } else if (state === 'failed' || state === 'closed' || state === 'disconnected') {
      void end('lost', false);
    }
  });

  function end(how: PeerEnd, goodbye: boolean): Promise<void> {
    freed ??= free(goodbye);
    if (ended) return freed;
    ended = true;
    connected = false;
    cancelTimeout();
    events.ended(how);
    return freed;
  }

  async function free(goodbye: boolean): Promise<void> {
    // Nobody is left to be told of a failure here.
    if (goodbye) await sendFatalAlert(connection).catch(() => {});
    await connection.close().catch(() => {});
  }

  return {
    connection,
    get connected() {
      return connected;
    },
    async answer(offer) {
      await connection.setRemoteDescription({ type: 'offer', sdp: offer });
      // The client opens the DTLS connection, unless it insists that we do (FFmpeg): werift waits 100 ms before it would.
      const role = /^a=setup:passive\r?$/m.test(offer) ? 'client' : 'server';
      for (const transport of connection.dtlsTransports) transport.role = role;
      await connection.setLocalDescription(await connection.createAnswer());
      return connection.localDescription?.sdp ?? '';
    },
    close: () => end('closed', true),
    cut: () => end('lost', false),
  };
}
