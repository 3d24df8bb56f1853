/** Loaded in a hidden window by `--preflight`: what this renderer can play. */
import { isStageSupported } from './stage/sdk.ts';

const codecsOf = (kind: 'video' | 'audio'): string[] => {
  const codecs = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  return [...new Set(codecs.map(({ mimeType }) => mimeType.split('/')[1] ?? mimeType))];
};

Object.assign(window, {
  stagewatchPreflight: { supported: isStageSupported(), video: codecsOf('video'), audio: codecsOf('audio') },
});
