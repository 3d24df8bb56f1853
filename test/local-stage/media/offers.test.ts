import { describe, expect, test } from 'vitest';
import { narrowOffer, videoCodecOf } from '../../../electron/local-stage/media/offers.ts';

/** As Chromium offers it, shortened. */
const browserOffer = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9',
  'a=candidate:1 1 udp 2113937151 0c2e9c5e.local 54321 typ host',
  'a=setup:actpass',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'a=rtpmap:9 G722/8000',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 104 106 39',
  'a=setup:actpass',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack pli',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:102 H264/90000',
  'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f',
  'a=rtpmap:103 rtx/90000',
  'a=fmtp:103 apt=102',
  'a=rtpmap:104 H264/90000',
  'a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f',
  'a=rtpmap:106 H264/90000',
  'a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  'a=rtpmap:39 AV1/90000',
  '',
].join('\r\n');

const mediaLines = (sdp: string | null) => sdp?.split('\r\n').filter((line) => line.startsWith('m='));

describe('narrowing an offer to what will be sent', () => {
  test('leaves Opus and VP8 with its retransmissions', () => {
    const offer = narrowOffer(browserOffer, 'VP8');
    expect(mediaLines(offer)).toEqual(['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'm=video 9 UDP/TLS/RTP/SAVPF 96 97']);
    expect(offer).toContain('a=rtcp-fb:96 nack pli');
    expect(offer).not.toMatch(/H264|G722|red|AV1/);
    expect(offer).toContain('a=group:BUNDLE 0 1');
  });

  test('takes H.264 as constrained baseline with fragments', () => {
    const offer = narrowOffer(browserOffer, 'H264');
    expect(mediaLines(offer)?.[1]).toBe('m=video 9 UDP/TLS/RTP/SAVPF 106');
    const withoutIt = browserOffer.replace(' 106', '').replace('a=rtpmap:106 H264/90000\r\n', '');
    expect(mediaLines(narrowOffer(withoutIt, 'H264'))?.[1]).toBe('m=video 9 UDP/TLS/RTP/SAVPF 102 103');
  });

  test('drops candidates that nobody could resolve', () => {
    expect(narrowOffer(browserOffer, 'VP8')).not.toContain('a=candidate');
  });

  test('is null where the codec is not on offer', () => {
    const onlyAv1 = browserOffer.replace(' 96 97 102 103 104 106 39', ' 39');
    expect(narrowOffer(onlyAv1, 'VP8')).toBeNull();
    expect(narrowOffer(onlyAv1, 'H264')).toBeNull();
    expect(narrowOffer(browserOffer.replace(' 111 63 9', ' 9'), 'VP8')).toBeNull();
  });
});

describe('the codec that a publisher will send', () => {
  test('is the first that it offers and we relay', () => {
    expect(videoCodecOf(browserOffer)).toBe('VP8');
    expect(videoCodecOf(browserOffer.replace(' 96 97 102', ' 39 102 96'))).toBe('H264');
    expect(videoCodecOf(browserOffer.replace(' 96 97 102 103 104 106 39', ' 104 39'))).toBeNull();
    expect(videoCodecOf('v=0\r\n')).toBeNull();
  });

  test('line ends of either kind are read', () => {
    expect(videoCodecOf(browserOffer.replaceAll('\r\n', '\n'))).toBe('VP8');
  });
});
