import { describe, expect, it } from 'vitest';
import { type NotableEvent, QUIET_MS } from '../../../electron/desktop/notifications/decide.ts';
import { createNotifications } from '../../../electron/desktop/notifications/notifications.ts';
import { notificationWords } from '../../../electron/desktop/notifications/words.ts';
import type { PublishingState } from '../../../shared/api.ts';
import type { LogType } from '../../../shared/log.ts';
import type { ViewingView } from '../../../shared/viewing.ts';

const STAGE = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
const who = { userId: 'till-07', stageArn: STAGE, participantId: null, apiProblem: null };
const view = (rest: object): NotableEvent => ({ kind: 'view', view: { ...who, ...rest } as ViewingView });
const parked = view({ phase: 'parked', reason: 'hidden', forMs: 0 });
const watching = view({ phase: 'watching', reconnecting: null });
const removed = view({ phase: 'ended', reason: 'removed', message: null });
const stage = (state: PublishingState, stageArn = STAGE): NotableEvent => ({
  kind: 'stage',
  event: { stageArn, publishing: { state, asOf: null, publishers: [], validForMs: 10_000 } },
});
const logged = (type: LogType): NotableEvent => ({
  kind: 'log',
  entry: {
    ...{ id: 1, at: '2026-01-01T00:00:00.000Z', source: 'service', type, stageArn: STAGE },
    ...{ userId: null, participantId: null, reason: null, details: {} },
  },
});

function listening() {
  const state = { nowMs: 0, wanted: true, shown: [] as string[] };
  const hear = createNotifications({
    wanted: () => state.wanted,
    language: () => 'en',
    show: ({ title }) => state.shown.push(title),
    nowMs: () => state.nowMs,
  });
  return Object.assign(state, {
    hear: (...events: NotableEvent[]) => {
      for (const event of events) hear(event);
    },
  });
}

describe('a stage that is live again', () => {
  it('is told to whoever does not watch', () => {
    const user = listening();
    user.hear(parked, stage('not-live'), stage('live'));
    expect(user.shown).toEqual(['The stage is live again']);
  });

  it('is seen by whoever watches', () => {
    const user = listening();
    user.hear(watching, stage('not-live'), stage('live'));
    expect(user.shown).toEqual([]);
  });

  it('was not live before, for certain', () => {
    const user = listening();
    user.hear(parked, stage('live'), stage('unknown'), stage('live'));
    expect(user.shown).toEqual([]);
    user.hear(stage('not-live'), stage('unknown'), stage('live'));
    expect(user.shown).toEqual(['The stage is live again']);
  });

  it('is the stage that is watched here, no other', () => {
    const user = listening();
    user.hear(parked, stage('not-live', `${STAGE}2`), stage('live', `${STAGE}2`));
    expect(user.shown).toEqual([]);
  });
});

describe('what else is told', () => {
  it('an end by an operator, once', () => {
    const user = listening();
    user.hear(watching, removed, removed);
    expect(user.shown).toEqual(['Removed from the stage']);
  });

  it('a budget that is exceeded, a backup that failed, a newer version', () => {
    const user = listening();
    user.hear(logged('cost.over-budget'), logged('service.backup-failed'));
    user.hear({ kind: 'notice', notice: { kind: 'update-there', values: { version: '1.2.0' } } });
    expect(user.shown).toEqual(['Over the daily budget', 'The backup failed', 'A newer version']);
  });

  it('and nothing else', () => {
    const user = listening();
    user.hear(view({ phase: 'ended', reason: 'opened-elsewhere', message: null }), logged('presence.joined'));
    user.hear({ kind: 'notice', notice: { kind: 'port-taken', values: {} } });
    expect(user.shown).toEqual([]);
  });
});

describe('of one kind', () => {
  it('is told once in ten minutes', () => {
    const user = listening();
    user.hear(logged('service.backup-failed'));
    user.nowMs = QUIET_MS - 1;
    user.hear(logged('service.backup-failed'));
    expect(user.shown).toHaveLength(1);
    user.nowMs = QUIET_MS;
    user.hear(logged('service.backup-failed'));
    expect(user.shown).toHaveLength(2);
  });

  it('does not silence the other kinds', () => {
    const user = listening();
    user.hear(logged('service.backup-failed'), logged('cost.over-budget'));
    expect(user.shown).toHaveLength(2);
  });
});

it('tells nothing while switched off, and what was not told does not count as told', () => {
  const user = listening();
  user.wanted = false;
  user.hear(logged('service.backup-failed'), parked, stage('not-live'));
  user.wanted = true;
  user.hear(logged('service.backup-failed'), stage('live'));
  expect(user.shown).toEqual(['The backup failed', 'The stage is live again']);
});

it('speaks both languages', () => {
  const words = (language: 'zh-TW' | 'en') => notificationWords({ kind: 'live-again', stage: 'AbCd' }, language);
  expect(words('en').body).toContain('AbCd');
  expect(words('zh-TW').title).toMatch(/\p{Script=Han}/u);
});
