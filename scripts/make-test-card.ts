/**
 * Makes the local stage's test card with ffmpeg: assets/test-card.ivf (VP8) and assets/test-card.ogg (Opus).
 * The loop lasts exactly a minute, so that played in phase with the wall clock its seconds are the real ones.
 *
 *   node scripts/make-test-card.ts
 *
 * Needs ffmpeg with libvpx, libopus and libfreetype, and a monospaced bold font (FONT=/path/to/font.ttf).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

const SECONDS = 60;
const FRAMES_PER_SECOND = 30;
const WIDTH = 640;
const HEIGHT = 360;
const font = process.env.FONT ?? '/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf';
const assets = resolve(import.meta.dirname, '../assets');

const inner = { x: 150, y: 84, width: 340, height: 150 };
/** The pointer crosses the track below the clock once in two seconds and comes back. */
const pointer = { width: 24, height: 10, travel: inner.width - 48 };
const triangle = `${pointer.travel}*abs(mod(t\\,4)/2-1)`;

const text = (options: string) => `drawtext=fontfile=${font}:fontcolor=white:${options}`;
const centred = 'x=(w-text_w)/2';

const video = [
  `[0:v]drawbox=x=${inner.x}:y=${inner.y}:w=${inner.width}:h=${inner.height}:color=0x101418:t=fill`,
  `drawbox=x=${inner.x}:y=${inner.y}:w=${inner.width}:h=${inner.height}:color=white@0.9:t=2`,
  text(`text='STAGEWATCH  LOCAL STAGE':fontsize=17:${centred}:y=${inner.y + 14}`),
  text(`text='%{eif\\:trunc(t)\\:d\\:2}':fontsize=68:${centred}:y=${inner.y + 40}`),
  text(`text='frame %{eif\\:n\\:d\\:4}':fontsize=17:${centred}:y=${inner.y + 104}`),
  `drawbox=x=${inner.x + 24}:y=${inner.y + 134}:w=${inner.width - 48}:h=2:color=white@0.5:t=fill[card]`,
  `[card][1:v]overlay=x='${inner.x + 24 - pointer.width / 2}+${triangle}':y=${inner.y + 130}`,
];
const filters = `${video.slice(0, 6).join(',')};${video[6]},format=yuv420p[v]`;

mkdirSync(assets, { recursive: true });

execFileSync(
  'ffmpeg',
  [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...['-f', 'lavfi', '-i', `smptehdbars=size=${WIDTH}x${HEIGHT}:rate=${FRAMES_PER_SECOND}:duration=${SECONDS}`],
    ...['-f', 'lavfi', '-i', `color=color=0xffb020:size=${pointer.width}x${pointer.height}:rate=${FRAMES_PER_SECOND}`],
    ...['-filter_complex', filters, '-map', '[v]', '-frames:v', String(SECONDS * FRAMES_PER_SECOND)],
    // A key frame each second, no hidden frames: every IVF frame is one that is shown.
    ...['-c:v', 'libvpx', '-g', String(FRAMES_PER_SECOND), '-keyint_min', String(FRAMES_PER_SECOND)],
    ...['-auto-alt-ref', '0', '-lag-in-frames', '0', '-deadline', 'good', '-cpu-used', '0'],
    ...['-b:v', '180k', '-crf', '12', '-qmin', '4', '-qmax', '40', '-static-thresh', '100'],
    ...['-bitexact', '-an', resolve(assets, 'test-card.ivf')],
  ],
  { stdio: 'inherit' },
);

// A soft beep of 120 ms on each second, an octave higher on the minute: told from a stall at once, and no strain on the ear.
const envelope = 'sin(PI*min(mod(t\\,1)/0.12\\,1))^2';
const pitch = 'if(lt(t\\,1)\\,880\\,440)';
execFileSync(
  'ffmpeg',
  [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...['-f', 'lavfi', '-i', `aevalsrc='0.16*sin(2*PI*${pitch}*t)*${envelope}':sample_rate=48000:duration=${SECONDS}`],
    ...['-c:a', 'libopus', '-b:a', '24k', '-vbr', 'on', '-frame_duration', '60', '-application', 'audio'],
    ...['-bitexact', resolve(assets, 'test-card.ogg')],
  ],
  { stdio: 'inherit' },
);

for (const name of ['test-card.ivf', 'test-card.ogg']) {
  process.stdout.write(`assets/${name}: ${(statSync(resolve(assets, name)).size / 1024).toFixed(0)} KiB\n`);
}
