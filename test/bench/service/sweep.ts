import { Presence } from '../../../electron/service/presence/presence.ts';
import { atMost, type Figures, median, noted } from '../support/figures.ts';
import { participantIdOf, STAGE_ARN, userIdOf } from './users.ts';

const VIEWERS = 1_000_000;
const TICKS = 200;
const ROUNDS = 15;
const BEATS = 200_000;

/** A million present: what a tick of the sweep costs when nobody is silent, and the worst single heartbeat. */
export async function sweep(tell: (line: string) => void): Promise<Figures> {
  const heapBefore = process.memoryUsage().heapUsed;
  const presence = new Presence({ timeoutMs: 3_600_000 });
  const now = () => ({ ms: performance.now(), wall: Date.now() });
  for (let i = 0; i < VIEWERS; i += 1) {
    presence.token({ stageArn: STAGE_ARN, userId: userIdOf(i) }, participantIdOf(i), now());
  }
  const heapMb = (process.memoryUsage().heapUsed - heapBefore) / 1e6;
  tell(`sweep: ${presence.size} present, ${heapMb.toFixed(0)} MB`);

  const worst: number[] = [];
  const medians: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const users = Array.from({ length: BEATS }, () => userIdOf(Math.floor(Math.random() * VIEWERS)));
    const beats = Float64Array.from(users, (userId) => {
      const startedAt = performance.now();
      presence.heartbeat(STAGE_ARN, userId, undefined, startedAt);
      return performance.now() - startedAt;
    }).sort();
    worst.push(beats.at(-1) ?? 0);
    medians.push(beats[BEATS >> 1] ?? 0);
  }
  const ticks = Array.from({ length: TICKS }, () => {
    const startedAt = performance.now();
    presence.sweep(startedAt, 500);
    presence.giveUpUnheard(startedAt, 500);
    return performance.now() - startedAt;
  });
  return {
    'sweep tick, nobody expired among 1,000,000': atMost(median(ticks), 1, 'ms'),
    // What every round shows is ours; what one round shows is another process's turn on the core.
    'worst heartbeat in memory among 1,000,000 viewers, least of the rounds': atMost(Math.min(...worst), 10, 'ms'),
    'heartbeat in memory among 1,000,000 viewers, median': noted(median(medians) * 1000, 'µs'),
    'memory of 1,000,000 viewers': noted(heapMb, 'MB'),
  };
}
