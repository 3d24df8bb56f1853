/** What a publisher needs beside its token: the fields of OBS, and a command line of ffmpeg. */
import type { PublisherTokenData } from '../../../shared/api.ts';

/**
 * What IVS real-time takes over WHIP (AWS, "IVS Stream Ingest"): H.264 baseline without B-frames, a key frame every one or
 * two seconds, at most 720p and 8.5 Mbit/s; Opus of at most 160 kbit/s.
 */
const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES_PER_SECOND = 30;
const KEY_FRAME_INTERVAL_S = 1;
const VIDEO_KBPS = 2_500;
const AUDIO_KBPS = 128;

/** As OBS Studio (30 or later) calls them, in advanced output mode. */
const OBS_SETTINGS: Readonly<Record<string, string>> = {
  'Output Mode': 'Advanced',
  'Video Encoder': 'x264',
  'Rate Control': 'CBR',
  Bitrate: `${VIDEO_KBPS} Kbps`,
  'Keyframe Interval': `${KEY_FRAME_INTERVAL_S} s`,
  'CPU Usage Preset': 'veryfast',
  Profile: 'baseline',
  Tune: 'zerolatency',
  'x264 Options': 'bframes=0',
  'Audio Encoder': 'FFmpeg Opus',
  'Audio Bitrate': `${AUDIO_KBPS}`,
  'Sample Rate': '48 kHz',
  'Output (Scaled) Resolution': `${WIDTH}x${HEIGHT}`,
  FPS: `${FRAMES_PER_SECOND}`,
};

/** @param whipUrl as AWS gives it, with or without the slash at its end */
export function publishingHelp(whipUrl: string, token: string): Pick<PublisherTokenData, 'whipUrl' | 'obs' | 'ffmpeg'> {
  const server = new URL(whipUrl).href;
  return {
    whipUrl: server,
    obs: { service: 'WHIP', server, bearerToken: token, settings: { ...OBS_SETTINGS } },
    ffmpeg: ffmpegCommand(server, token),
  };
}

/** Publishes a test picture and tone as it stands; another source takes the place of the two inputs. Needs FFmpeg 8. */
function ffmpegCommand(server: string, token: string): string {
  const keyFrameInterval = FRAMES_PER_SECOND * KEY_FRAME_INTERVAL_S;
  return [
    'ffmpeg -re',
    `-f lavfi -i testsrc2=size=${WIDTH}x${HEIGHT}:rate=${FRAMES_PER_SECOND}`,
    '-f lavfi -i sine=frequency=440:sample_rate=48000',
    '-c:v libx264 -profile:v baseline -pix_fmt yuv420p -preset veryfast -tune zerolatency -bf 0',
    `-g ${keyFrameInterval} -keyint_min ${keyFrameInterval} -sc_threshold 0`,
    `-b:v ${VIDEO_KBPS}k -maxrate ${VIDEO_KBPS}k -bufsize ${VIDEO_KBPS}k`,
    `-c:a libopus -ar 48000 -ac 2 -b:a ${AUDIO_KBPS}k`,
    `-f whip -authorization ${quoted(token)} ${quoted(server)}`,
  ].join(' ');
}

/** In double quotes, which every shell knows; a text that means something within them goes into single ones. */
const quoted = (text: string): string =>
  /^[\w.:/?&=%+~-]*$/.test(text) ? `"${text}"` : `'${text.replaceAll("'", "'\\''")}'`;
