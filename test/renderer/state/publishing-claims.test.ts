import { describe, expect, test } from 'vitest';
import { claimsRunOut, withoutOldClaims } from '../../../renderer/state/publishing-claims.ts';
import type { Publishing, StagesData } from '../../../shared/api.ts';

const ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCd';
const AS_OF = '2026-11-22T12:00:00.000Z';
const live: Publishing = {
  state: 'live',
  asOf: AS_OF,
  publishers: [{ participantId: 'p', userId: 'obs' }],
  validForMs: 6_000,
};
const idle: Publishing = { state: 'not-live', asOf: AS_OF, publishers: [], validForMs: 9_000 };
const data: StagesData = {
  stages: [live, idle].map((publishing) => ({
    stageArn: ARN,
    name: null,
    isDefault: true,
    currentViewers: 0,
    publishing,
  })),
  source: 'settings',
  asOf: AS_OF,
  problem: null,
};
const statesAfter = (ageMs: number) => withoutOldClaims(data, ageMs).stages.map(({ publishing }) => publishing.state);

describe("a publisher's state on screen", () => {
  test('holds for as long as the service says, also where no answer comes any more', () => {
    expect(statesAfter(5_999)).toEqual(['live', 'not-live']);
    expect(statesAfter(6_000)).toEqual(['unknown', 'not-live']);
    expect(statesAfter(9_000)).toEqual(['unknown', 'unknown']);
  });

  test('then names nobody, but still the moment it is from', () => {
    expect(withoutOldClaims(data, 6_000).stages[0]?.publishing).toEqual({
      state: 'unknown',
      asOf: AS_OF,
      publishers: [],
      validForMs: 0,
    });
  });

  test('counts what has run out, once', () => {
    expect([0, 6_000, 9_000].map((ageMs) => claimsRunOut(data, ageMs))).toEqual([0, 1, 2]);
    expect(claimsRunOut(withoutOldClaims(data, 9_000), 20_000)).toBe(0);
  });
});
