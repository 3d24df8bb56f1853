import { describe, expect, it } from 'vitest';
import { createLogReporter } from '../../electron/viewing/log-reporter.ts';
import type { ClientLogEntry } from '../../shared/log.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const ours = { stageArn: 'arn', participantId: 'p1' };
const entry = (number: number): ClientLogEntry => ({
  type: 'viewer.away',
  at: '2026-01-01T00:00:00.000Z',
  details: { number },
});

function createReporter() {
  const clock = createFakeClock();
  const sent: { participantId: string; numbers: unknown[] }[] = [];
  const world = { reachable: true, refused: (_numbers: unknown[]) => false };
  const reporter = createLogReporter({
    clock,
    send: async ({ participantId, entries }) => {
      if (!world.reachable) return { ok: false, retryable: true };
      const numbers = entries.map(({ details }) => details?.number);
      if (world.refused(numbers)) return { ok: false, retryable: false };
      sent.push({ participantId, numbers });
      return { ok: true };
    },
  });
  return { clock, sent, world, reporter };
}

describe('log reporter', () => {
  it('gathers what comes within half a second, in order', async () => {
    const { clock, sent, reporter } = createReporter();
    for (const number of [1, 2, 3]) reporter.note(entry(number), ours);
    await clock.advance(499);
    expect(sent).toEqual([]);
    await clock.advance(1);
    expect(sent).toEqual([{ participantId: 'p1', numbers: [1, 2, 3] }]);
  });

  it('sends at most 50 at a time', async () => {
    const { clock, sent, reporter } = createReporter();
    for (let number = 0; number < 120; number += 1) reporter.note(entry(number), ours);
    await clock.advance(500);
    expect(sent.map(({ numbers }) => numbers.length)).toEqual([50, 50, 20]);
    expect(sent.flatMap(({ numbers }) => numbers)).toEqual(Array.from({ length: 120 }, (_, number) => number));
  });

  it('keeps participants apart', async () => {
    const { clock, sent, reporter } = createReporter();
    reporter.note(entry(1), ours);
    reporter.note(entry(2), { ...ours, participantId: 'p2' });
    await clock.advance(500);
    expect(sent).toEqual([
      { participantId: 'p1', numbers: [1] },
      { participantId: 'p2', numbers: [2] },
    ]);
  });

  it('gives what happened before there was a participant to the first one', async () => {
    const { clock, sent, reporter } = createReporter();
    reporter.note(entry(1), null);
    await clock.advance(10_000);
    expect(sent).toEqual([]);
    reporter.note(entry(2), ours);
    await clock.advance(500);
    expect(sent).toEqual([{ participantId: 'p1', numbers: [1, 2] }]);
  });

  it('keeps everything while the API is away and sends it once it is back', async () => {
    const { clock, sent, world, reporter } = createReporter();
    world.reachable = false;
    reporter.note(entry(1), ours);
    await clock.advance(20_000);
    reporter.note(entry(2), ours);
    world.reachable = true;
    await clock.advance(5_000);
    expect(sent).toEqual([{ participantId: 'p1', numbers: [1, 2] }]);
  });

  it('drops the one entry that the API refuses for good, and nothing else', async () => {
    const { clock, sent, world, reporter } = createReporter();
    world.refused = (numbers) => numbers.includes(3);
    for (const number of [1, 2, 3, 4, 5]) reporter.note(entry(number), ours);
    await clock.advance(500);
    expect(sent.flatMap(({ numbers }) => numbers)).toEqual([1, 2, 4, 5]);
  });

  it('keeps the newest 2,000 through a long outage', async () => {
    const { clock, sent, world, reporter } = createReporter();
    world.reachable = false;
    for (let number = 0; number < 2_500; number += 1) reporter.note(entry(number), ours);
    await clock.advance(500);
    world.reachable = true;
    await clock.advance(5_000);
    const numbers = sent.flatMap((group) => group.numbers);
    expect(numbers).toHaveLength(2_000);
    expect(numbers.at(-1)).toBe(2_499);
  });

  it('sends the rest when it is closed', async () => {
    const { sent, reporter } = createReporter();
    reporter.note(entry(1), ours);
    await reporter.close();
    expect(sent).toHaveLength(1);
  });
});
