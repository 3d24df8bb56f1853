import { describe, expect, it } from 'vitest';
import { overallGrade, type QualityCounters, qualityBetween } from '../../../renderer/stage/quality.ts';

const first: QualityCounters = { packetsReceived: 100, packetsLost: 0, bytesReceived: 50_000, freezeCount: 1 };
const fine: QualityCounters = {
  packetsReceived: 300,
  packetsLost: 1,
  bytesReceived: 300_000,
  freezeCount: 1,
  jitterBufferDelay: 4,
  jitterBufferEmittedCount: 50,
  jitter: 0.004,
  framesPerSecond: 24,
  frameWidth: 640,
  frameHeight: 360,
  networkQuality: 4,
};
const later = (counters: QualityCounters) =>
  qualityBetween({ atMs: 0, counters: first }, { atMs: 2_000, counters: { ...fine, ...counters } });

describe('qualityBetween', () => {
  it('needs two readings', () => {
    expect(qualityBetween(null, { atMs: 0, counters: fine })).toBeNull();
  });

  it('says the numbers of the stretch between them', () => {
    expect(later({})).toEqual({
      grade: 'good',
      width: 640,
      height: 360,
      framesPerSecond: 24,
      bitsPerSecond: 1_000_000,
      lossRatio: 1 / 201,
      jitterMs: 4,
      bufferMs: 80,
      freezes: 0,
    });
  });

  it.each<[string, QualityCounters]>([
    ['packets were lost', { packetsLost: 20 }],
    ['the picture froze', { freezeCount: 2 }],
    ['packets jitter', { jitter: 0.15 }],
    ['few frames come', { framesPerSecond: 6 }],
    ['nothing arrives', { packetsReceived: 100 }],
    ['the SDK says so', { networkQuality: 1 }],
  ])('is poor when %s', (_why, counters) => {
    expect(later(counters)?.grade).toBe('poor');
  });

  it('takes a counter that starts anew for no rise', () => {
    expect(later({ bytesReceived: 10 })?.bitsPerSecond).toBe(0);
  });

  it('does not guess what is not told', () => {
    const told = qualityBetween({ atMs: 0, counters: {} }, { atMs: 1_000, counters: { packetsReceived: 5 } });
    expect(told).toMatchObject({
      grade: 'good',
      width: null,
      framesPerSecond: null,
      bitsPerSecond: null,
      bufferMs: null,
    });
  });
});

it('the stage is as poor as its poorest publisher', () => {
  expect(overallGrade(['good', 'poor'], true)).toBe('poor');
  expect(overallGrade(['good', 'good'], true)).toBe('good');
  expect(overallGrade([], true)).toBe('measuring');
  expect(overallGrade([], false)).toBe('unknown');
});
