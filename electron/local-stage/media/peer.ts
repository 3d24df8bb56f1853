/** One client's media connection: werift's RTCPeerConnection, set up for a stage and with one way to end. */
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import type { Timers } from '../timers.ts';
import type { VideoCodec } from './source.ts';

/** A client that has an answer but never gets through is dropped after this. */
const CONNECT_TIMEOUT_MS = 20_000;

export type PeerEnd = 'closed' | 'lost' | 'never-connected';

export interface Peer {
  readonly connection: RTCPeerConnection;
  readonly connected: boolean;
  /** Takes the offer; `prepare` sees the connection before the answer is made. @returns the answer, candidates included */
  answer(offer: string, prepare?: () => void): Promise<string>;
  /** Ends the connection and tells the other side; idempotent. */
  close(): void;
  /** Ends it as a network cut would: the other side hears nothing more. */
  cut(): void;
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

  const cancelTimeout = timers.after(CONNECT_TIMEOUT_MS, () => end('never-connected'));
  connection.connectionStateChange.subscribe((state) => {
    if (state === 'connected' && !connected) {
      connected = true;
      cancelTimeout();
      events.connected();
    } else if (state === 'failed' || state === 'closed' || state === 'disconnected') {
      end('lost');
    }
  });

  function end(how: PeerEnd): void {
    if (ended) return;
    ended = true;
    connected = false;
    cancelTimeout();
    // Nothing waits for it: the sockets close in the background, and closing twice is harmless.
    void connection.close().catch(() => {});
    events.ended(how);
  }

  return {
    connection,
    get connected() {
      return connected;
    },
    async answer(offer, prepare) {
      await connection.setRemoteDescription({ type: 'offer', sdp: offer });
      prepare?.();
      await connection.setLocalDescription(await connection.createAnswer());
      return connection.localDescription?.sdp ?? '';
    },
    close: () => end('closed'),
    cut() {
      for (const transport of connection.iceTransports) void transport.stop().catch(() => {});
      end('lost');
    },
  };
}
