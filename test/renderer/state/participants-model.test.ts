import { beforeEach, describe, expect, it } from 'vitest';
import {
  createParticipantsModel,
  LINGER_MS,
  type ParticipantsModel,
} from '../../../renderer/state/participants-model.ts';
import { keyOf, watchSecondsAt } from '../../../renderer/state/participants-rows.ts';
import type { Ghost } from '../../../shared/api.ts';
import { STAGE_ARN } from '../harness/sample.ts';
import { gone, row, updated } from './participants-sample.ts';

let nowMs: number;
let model: ParticipantsModel;
let changes: unknown[];
const of = (userId: string) => model.rows.get(keyOf({ stageArn: STAGE_ARN, userId }));
const names = () => [...model.rows.values()].map(({ userId }) => userId);

beforeEach(() => {
  nowMs = 1_000;
  changes = [];
  model = createParticipantsModel(() => nowMs);
  model.onChange((changed) => changes.push(changed === 'all' ? 'all' : [...changed]));
});

describe('the participants', () => {
  it('are a snapshot with what was heard meanwhile on top', () => {
    model.replace([row('a'), row('b')], [gone('a'), updated('c'), updated('b', { state: 'away' })]);
    expect(of('a')).toMatchObject({ gone: true });
    expect(of('b')).toMatchObject({ state: 'away' });
    expect(model.counts().total).toBe(2);
    expect(changes).toEqual(['all']);
  });

  it('stay the same objects through a snapshot that says nothing new', () => {
    model.replace([row('a'), row('b')], []);
    const [a, b] = [of('a'), of('b')];
    nowMs += 5_000;
    model.replace(
      [row('a', { watchSeconds: 5 }), row('b', { watchSeconds: 5, lastHeartbeatAt: '2026-11-22T12:00:30.000Z' })],
      [],
    );
    expect(of('a')).toBe(a);
    expect(of('b')).not.toBe(b);
  });

  it('know nobody twice, however often a row is told', () => {
    model.apply([updated('a'), updated('a', { state: 'away' }), updated('a', { state: 'watching' })]);
    expect(names()).toEqual(['a']);
    expect(model.counts().total).toBe(1);
    expect([...model.counts().byState]).toEqual([['watching', 1]]);
  });

  it('tell one user on two stages apart', () => {
    model.apply([updated('a'), updated('a', { stageArn: `${STAGE_ARN}2` })]);
    expect(model.counts().total).toBe(2);
    expect(model.counts().byStage.get(`${STAGE_ARN}2`)).toBe(1);
  });

  it('keep in sight who leaves until it is sure that it was no reconnect', () => {
    model.apply([updated('a')]);
    model.apply([gone('a')]);
    expect(of('a')).toMatchObject({ gone: true });
    expect(model.counts().total).toBe(0);
    nowMs += LINGER_MS - 1;
    expect(model.settle()).toBe(true);
    model.apply([updated('a', { state: 'connecting' })]);
    nowMs += LINGER_MS;
    expect(model.settle()).toBe(false);
    expect(of('a')).toMatchObject({ gone: false, state: 'connecting' });

    model.apply([gone('a')]);
    nowMs += LINGER_MS;
    expect(model.settle()).toBe(false);
    expect(names()).toEqual([]);
  });

  it('keep who leaves in sight through a snapshot without them, and for no longer than otherwise', () => {
    model.replace([row('a'), row('b'), row('c')], []);
    model.apply([gone('a'), gone('b')]);
    nowMs += LINGER_MS - 1;
    model.replace([row('b'), row('c')], []);
    expect(of('a')).toMatchObject({ gone: true });
    expect(of('b')).toMatchObject({ gone: false });
    expect(model.counts().total).toBe(2);
    nowMs += 1;
    expect(model.settle()).toBe(false);
    expect(names()).toEqual(['b', 'c']);
  });

  it('do not invent a row for somebody unknown who leaves', () => {
    model.apply([gone('nobody')]);
    expect(names()).toEqual([]);
    expect(model.counts().total).toBe(0);
  });

  it('let watch time grow while connected, and stand still when parked or gone', () => {
    model.apply([updated('a', { watchSeconds: 10 }), updated('b', { state: 'parked', watchSeconds: 10 })]);
    nowMs += 5_000;
    expect(watchSecondsAt(of('a')!, nowMs)).toBe(15);
    expect(watchSecondsAt(of('b')!, nowMs)).toBe(10);
    model.apply([gone('a')]);
    nowMs += 5_000;
    expect(watchSecondsAt(of('a')!, nowMs)).toBe(15);
  });

  const ghost = (kind: Ghost['kind'], participantId: string, userId: string | null): Ghost => ({
    kind,
    stageArn: STAGE_ARN,
    userId,
    participantId,
    since: '2026-11-22T12:00:00.000Z',
    remedy: 'do',
  });

  it('mark who is present here alone, and list who is there alone', () => {
    model.apply([updated('a'), updated('b')]);
    model.setGhosts([ghost('only-here', 'p-a', 'a'), ghost('only-there', 'p-x', null)]);
    expect(of('a')?.ghost?.kind).toBe('only-here');
    expect(of('b')?.ghost).toBeNull();
    const there = [...model.rows.values()].find(({ state }) => state === 'only-there');
    expect(there).toMatchObject({ userId: null, participantId: 'p-x', watchSeconds: null, source: 'aws' });
    expect(model.counts().total).toBe(2);

    model.apply([updated('a', { state: 'away' })]);
    expect(of('a')?.ghost?.kind).toBe('only-here');
    model.replace([row('a')], []);
    expect(of('a')?.ghost?.kind).toBe('only-here');
    expect(model.rows.size).toBe(2);

    // Parked since AWS was asked: it claims no connection that could be missing there.
    model.apply([updated('a', { state: 'parked' })]);
    expect(of('a')?.ghost).toBeNull();
    model.apply([updated('a')]);

    model.setGhosts([]);
    expect(of('a')?.ghost).toBeNull();
    expect(model.rows.size).toBe(1);
  });

  it('are not disturbed by the same ghosts told again', () => {
    model.apply([updated('a')]);
    model.setGhosts([ghost('only-here', 'p-a', 'a')]);
    changes = [];
    model.setGhosts([ghost('only-here', 'p-a', 'a')]);
    expect(changes).toEqual([]);
  });

  it('count right through any sequence', () => {
    model.replace([row('a'), row('b', { state: 'parked', source: 'api' })], []);
    model.apply([gone('a'), updated('a'), gone('b'), gone('b'), updated('c', { state: 'silent' })]);
    nowMs += LINGER_MS;
    model.settle();
    const { total, byState, bySource } = model.counts();
    expect(total).toBe(2);
    expect(Object.fromEntries(byState)).toEqual({ watching: 1, silent: 1 });
    expect(Object.fromEntries(bySource)).toEqual({ stagewatch: 2 });
  });
});
