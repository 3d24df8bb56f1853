/** Which stage is asked about next: fresh answers for as many as the quota bears, and no call for what nobody looks at. */
import { describe, expect, test } from 'vitest';
import { nextPoll, POLL_CALLS_PER_SECOND, type PollTarget } from '../../../electron/service/aws/poll-plan.ts';
import { CLAIM_VALID_MS } from '../../../electron/service/aws/publishing.ts';

const NOW = 1_000_000;
const stage = (name: string, change: Partial<PollTarget> = {}): PollTarget => ({
  stageArn: name,
  isDefault: false,
  viewers: 0,
  cost: 3,
  askedMs: NOW,
  failures: 0,
  hinted: false,
  ...change,
});

/** Asks as the plan says, each round taking `cost` calls of 250 ms, and tells how old each stage's answer ever got. */
function play(targets: PollTarget[], forMs: number) {
  const asked = new Map(targets.map(({ stageArn }) => [stageArn, NOW]));
  const oldest = new Map<string, number>();
  let calls = 0;
  for (let now = NOW; now < NOW + forMs; ) {
    const next = nextPoll(
      targets.map((target) => ({ ...target, askedMs: asked.get(target.stageArn) ?? NOW })),
      now,
    );
    if (next === null) break;
    now = Math.max(now, next.dueMs);
    const target = targets.find(({ stageArn }) => stageArn === next.stageArn) as PollTarget;
    calls += target.cost;
    const answeredMs = now + target.cost * 250;
    const age = answeredMs - (asked.get(next.stageArn) ?? 0);
    oldest.set(next.stageArn, Math.max(oldest.get(next.stageArn) ?? 0, age));
    asked.set(next.stageArn, now);
    now = answeredMs;
  }
  return { oldest, callsPerSecond: calls / (forMs / 1000) };
}

describe('one stage', () => {
  test('is asked about every 4 s', () => {
    expect(nextPoll([stage('a')], NOW)).toEqual({ stageArn: 'a', dueMs: NOW + 4_000 });
  });

  test('at once, where it was never asked about, or where something was seen to change', () => {
    expect(nextPoll([stage('a', { askedMs: null })], NOW)?.dueMs).toBe(NOW);
    expect(nextPoll([stage('a', { hinted: true })], NOW + 1_700)?.dueMs).toBe(NOW + 1_700);
    expect(nextPoll([stage('a', { hinted: true })], NOW + 1)?.dueMs, 'at most once a second').toBe(NOW + 1_000);
  });

  test('less and less often while AWS fails, down to once a minute; for somebody who waits after 4 s', () => {
    const due = (failures: number, hinted = false) =>
      (nextPoll([stage('a', { failures, hinted })], NOW)?.dueMs ?? 0) - NOW;
    expect([1, 2, 3, 4, 5, 50].map((failures) => due(failures))).toEqual([
      8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
    ]);
    expect(due(50, true)).toBe(4_000);
  });

  test('never, where nobody looks', () => {
    expect(nextPoll([], NOW)).toBeNull();
  });

  test('not while its region is busy', () => {
    const targets = [stage('a', { askedMs: null }), stage('b')];
    expect(nextPoll(targets, NOW, (stageArn) => stageArn === 'a')?.stageArn).toBe('b');
  });
});

describe('several stages', () => {
  test('that the quota bears are all kept younger than a claim holds', () => {
    const { oldest, callsPerSecond } = play([stage('a'), stage('b'), stage('c'), stage('d')], 120_000);
    for (const [name, age] of oldest) expect(age, name).toBeLessThan(CLAIM_VALID_MS);
    expect(oldest.size).toBe(4);
    expect(callsPerSecond).toBeLessThanOrEqual(POLL_CALLS_PER_SECOND + 0.1);
  });

  test('that it does not bear: the default one and those with the most viewers stay fresh, the rest waits', () => {
    const targets = Array.from({ length: 30 }, (_, index) => stage(`s${index}`, { viewers: index }));
    targets.push(stage('default', { isDefault: true }));
    const { oldest, callsPerSecond } = play(targets, 600_000);
    const fresh = [...oldest].filter(([, age]) => age < CLAIM_VALID_MS).map(([name]) => name);
    expect(fresh.sort()).toEqual(['default', 's27', 's28', 's29']);
    expect(callsPerSecond).toBeLessThanOrEqual(3);
    expect(oldest.size, 'the others get their turn, too').toBe(31);
  });

  test('that cost nothing, since one list tells them all, are all kept fresh', () => {
    const targets = Array.from({ length: 50 }, (_, index) => stage(`s${index}`, { cost: index === 0 ? 1 : 0 }));
    const { oldest } = play(targets, 60_000);
    for (const [name, age] of oldest) expect(age, name).toBeLessThan(CLAIM_VALID_MS);
  });

  test('one that takes more than the quota is still asked about', () => {
    expect(nextPoll([stage('a', { cost: 500 })], NOW)?.dueMs).toBe(NOW + 7_000);
  });
});
