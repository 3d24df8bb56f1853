/** The numbers of the SDK's quality statistics that we read (RemoteVideoStats); all cumulative but the last five. */
export interface QualityCounters {
  packetsReceived?: number;
  packetsLost?: number;
  bytesReceived?: number;
  freezeCount?: number;
  jitterBufferDelay?: number;
  jitterBufferEmittedCount?: number;
  jitter?: number;
  framesPerSecond?: number;
  frameWidth?: number;
  frameHeight?: number;
  networkQuality?: number;
}

/** One reading, at a monotonic time. */
export interface QualityReading {
  atMs: number;
  counters: QualityCounters;
}

export type QualityGrade = 'good' | 'poor';

/** What the last seconds were like. */
export interface Quality {
  grade: QualityGrade;
  width: number | null;
  height: number | null;
  framesPerSecond: number | null;
  bitsPerSecond: number | null;
  /** 0–1 of the packets of the interval. */
  lossRatio: number;
  jitterMs: number | null;
  bufferMs: number | null;
  freezes: number;
}

/** From this loss on, VP8 and H.264 at IVS's rates show it. */
const POOR_LOSS_RATIO = 0.03;
const POOR_JITTER_MS = 100;
const POOR_FRAMES_PER_SECOND = 10;
/** NetworkQuality.POOR of the SDK; 0 is DOWN, greater ones are fine. */
const SDK_POOR = 1;

/** Grades the stretch between two readings of one publisher's video; null until there are two. */
export function qualityBetween(earlier: QualityReading | null, later: QualityReading): Quality | null {
  if (!earlier || later.atMs <= earlier.atMs) return null;
  const rise = (name: keyof QualityCounters) =>
    Math.max(0, (later.counters[name] ?? 0) - (earlier.counters[name] ?? 0));
  const received = rise('packetsReceived');
  const lost = rise('packetsLost');
  const emitted = rise('jitterBufferEmittedCount');
  const { jitter, framesPerSecond, frameWidth, frameHeight, networkQuality, bytesReceived } = later.counters;
  const lossRatio = received + lost === 0 ? 0 : lost / (received + lost);
  const jitterMs = jitter === undefined ? null : jitter * 1000;
  const freezes = rise('freezeCount');
  const poor =
    received === 0 ||
    lossRatio >= POOR_LOSS_RATIO ||
    freezes > 0 ||
    (jitterMs ?? 0) >= POOR_JITTER_MS ||
    (framesPerSecond ?? Number.POSITIVE_INFINITY) < POOR_FRAMES_PER_SECOND ||
    (networkQuality ?? Number.POSITIVE_INFINITY) <= SDK_POOR;
  return {
    grade: poor ? 'poor' : 'good',
    width: frameWidth ?? null,
    height: frameHeight ?? null,
    framesPerSecond: framesPerSecond ?? null,
    bitsPerSecond:
      bytesReceived === undefined ? null : (rise('bytesReceived') * 8 * 1000) / (later.atMs - earlier.atMs),
    lossRatio,
    jitterMs,
    bufferMs: emitted === 0 ? null : (rise('jitterBufferDelay') / emitted) * 1000,
    freezes,
  };
}

/** The whole stage at a glance: as poor as its poorest publisher; being measured, or nothing to measure. */
export function overallGrade(
  grades: readonly QualityGrade[],
  hasPicture: boolean,
): QualityGrade | 'measuring' | 'unknown' {
  if (grades.length === 0) return hasPicture ? 'measuring' : 'unknown';
  return grades.includes('poor') ? 'poor' : 'good';
}
