import { costGroups, type StatsData, type ViewerListData } from '../../../shared/api.ts';
import type { Hello } from '../../../shared/ipc.ts';
import type { LogEntry } from '../../../shared/log.ts';
import type { Language, Preferences } from '../../../shared/settings.ts';
import type { ViewingView } from '../../../shared/viewing.ts';
import { backups } from './sample-backups.ts';
import { cost, costSettings, drift, overview, series, stages } from './sample-overview.ts';
import { awsParticipant, history, participants, removed } from './sample-participants.ts';
import { settingsView } from './sample-settings.ts';
import type { Script } from './scripted-bridge.ts';

export const STAGE_ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';

const who = { userId: 'till-07', stageArn: STAGE_ARN, participantId: 'Zq81LmXcVbN4', apiProblem: null } as const;

/** A view of each kind, by a short name. */
export const views = {
  'signed-out': { ...who, phase: 'signed-out' },
  joining: { ...who, phase: 'joining', forMs: 400, slow: false },
  slow: { ...who, phase: 'joining', forMs: 12_000, slow: true },
  rejoining: { ...who, phase: 'rejoining', forMs: 100, slow: false },
  watching: { ...who, phase: 'watching', reconnecting: null },
  reconnecting: { ...who, phase: 'watching', reconnecting: { forMs: 2_000, offerRetry: false } },
  'reconnecting-long': { ...who, phase: 'watching', reconnecting: { forMs: 24_000, offerRetry: true } },
  offline: { ...who, apiProblem: 'unreachable', phase: 'watching', reconnecting: null },
  'store-failing': { ...who, apiProblem: 'store', phase: 'watching', reconnecting: null },
  away: { ...who, phase: 'away', reason: 'minimized', disconnectInMs: 23_000, delayMs: 30_000 },
  'away-page': { ...who, phase: 'away', reason: 'another-page', disconnectInMs: 23_000, delayMs: 30_000 },
  disconnecting: { ...who, phase: 'disconnecting', reason: 'locked' },
  parked: { ...who, phase: 'parked', reason: 'minimized', forMs: 754_000 },
  'retrying-api': {
    ...who,
    apiProblem: 'unreachable',
    phase: 'retrying',
    retryInMs: 4_000,
    problem: { kind: 'api-unreachable' },
  },
  'retrying-stage': {
    ...who,
    phase: 'retrying',
    retryInMs: 8_000,
    problem: { kind: 'stage', at: 'join', code: 3, name: 'TIMEOUT', message: '[JOIN_ERROR] Operation timed out' },
  },
  'retrying-failed': {
    ...who,
    phase: 'retrying',
    retryInMs: 8_000,
    problem: { kind: 'stage', at: 'join', code: 4, name: 'FAILED', message: '[JOIN_ERROR] Operation failed' },
  },
  'retrying-canceled': {
    ...who,
    phase: 'retrying',
    retryInMs: 2_000,
    problem: { kind: 'stage', at: 'join', code: 5, name: 'CANCELED', message: '[JOIN_ERROR] Operation canceled' },
  },
  'retrying-subscribe': {
    ...who,
    phase: 'retrying',
    retryInMs: 8_000,
    problem: { kind: 'stage', at: 'subscribe', code: null, name: 'SUBSCRIBE_FAILED', message: '' },
  },
  'retrying-subscribe-failed': {
    ...who,
    phase: 'retrying',
    retryInMs: 8_000,
    problem: { kind: 'stage', at: 'subscribe', code: 4, name: 'FAILED', message: '[SUBSCRIBE_ERROR] Operation failed' },
  },
  'retrying-left': {
    ...who,
    phase: 'retrying',
    retryInMs: 1_000,
    problem: { kind: 'stage', at: 'join', code: null, name: 'STAGE_LEFT', message: 'unknown' },
  },
  'retrying-ticket': {
    ...who,
    phase: 'retrying',
    retryInMs: 1_000,
    problem: { kind: 'api', code: 'TOKEN_ISSUER_FAILED', message: 'AWS throttles the requests.' },
  },
  'retrying-full': { ...who, phase: 'retrying', retryInMs: 12_000, problem: { kind: 'stage-full' } },
  'retrying-token-refused': {
    ...who,
    phase: 'retrying',
    retryInMs: 1_000,
    problem: { kind: 'token-refused', message: '[JOIN_ERROR] Token is malformed' },
  },
  'ended-removed': { ...who, phase: 'ended', reason: 'removed', message: null },
  'ended-stage-deleted': { ...who, phase: 'ended', reason: 'stage-deleted', message: null },
  'ended-opened-elsewhere': { ...who, phase: 'ended', reason: 'opened-elsewhere', message: null },
  'ended-token-refused': { ...who, phase: 'ended', reason: 'token-refused', message: null },
  'ended-stage-not-found': {
    ...who,
    phase: 'ended',
    reason: 'stage-not-found',
    message: 'Stage arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl does not exist.',
  },
  'ended-codec-mismatch': {
    ...who,
    phase: 'ended',
    reason: 'codec-mismatch',
    message: '[SUBSCRIBE_ERROR] Client codec is not supported',
  },
  'ended-player-fault': { ...who, phase: 'ended', reason: 'player-fault', message: '[JOIN_ERROR] Operation canceled' },
  'ended-unsupported': { ...who, phase: 'ended', reason: 'unsupported', message: null },
  'ended-refused': {
    ...who,
    phase: 'ended',
    reason: 'refused',
    message: 'stageArn: arn:aws:ivs:REGION:ACCOUNT:stage/ID',
  },
} satisfies Record<string, ViewingView>;

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const users = [
  'till-07',
  'kiosk-03',
  '收銀台-12',
  'viewer-with-a-rather-long-name@branch.example.com',
  'till-11',
  'kiosk-01',
];

export function viewerList(count = users.length): ViewerListData {
  const viewers = Array.from({ length: count }, (_, index) => ({
    userId: users[index] ?? `till-${100 + index}`,
    participantId: `Zq81LmXcVb${String(index).padStart(2, '0')}`,
    joinedAt: ago(60 + index * 431),
    lastHeartbeatAt: ago(index === 4 ? 52 : (index * 7) % 30),
    watchDurationSeconds: 60 + index * 431,
  }));
  return { stageArn: STAGE_ARN, totalViewers: count, activeViewers: count, viewers, nextCursor: null };
}

export function stats(people = users.length): StatsData {
  const ledger = { billedMinutes: 412.7, billedCost: 2.4762, avoidedMinutes: 96.3, avoidedCost: 0.5778 };
  return {
    totalViewers: people + 3,
    activeStages: 2,
    stages: [
      { stageArn: STAGE_ARN, currentViewers: people, peakViewers: people + 4, ...ledger },
      { stageArn: `${STAGE_ARN}2`, currentViewers: 3, peakViewers: 3, ...ledger },
    ],
    pricePerMinute: 0.006,
    ...ledger,
  };
}

export const story: Array<Pick<LogEntry, 'type' | 'source'> & Partial<LogEntry>> = [
  { type: 'service.started', source: 'service', userId: null, details: { version: '0.1.0', port: 8787 } },
  { type: 'token.issued', source: 'api', details: { expiresIn: 86_400 } },
  { type: 'presence.joined', source: 'api' },
  { type: 'viewer.connecting', source: 'viewer', reason: 'start', details: { attempt: 1 } },
  { type: 'sdk.connection', source: 'sdk', details: { attempt: 1, state: 'connected' } },
  { type: 'viewer.watching', source: 'viewer', details: { attempt: 1 } },
  {
    type: 'sdk.publisher',
    source: 'sdk',
    details: { participantId: 'testcard', userId: 'test-card', publishing: true, live: 1 },
  },
  { type: 'sdk.playing', source: 'sdk', details: { attempt: 1, sinceConnectMs: 243 } },
  { type: 'token.issued', source: 'api', userId: 'kiosk-03' },
  { type: 'presence.joined', source: 'api', userId: 'kiosk-03' },
  { type: 'viewer.away', source: 'viewer', reason: 'minimized', userId: 'kiosk-03', details: { deadlineInMs: 30_000 } },
  { type: 'presence.timed-out', source: 'sweep', userId: '收銀台-12' },
  { type: 'viewer.away', source: 'viewer', reason: 'blurred', details: { deadlineInMs: 30_000 } },
  { type: 'viewer.back', source: 'viewer', reason: 'blurred', details: { awayMs: 4_210 } },
  { type: 'presence.left', source: 'api', reason: 'idle', userId: 'till-11', details: { cause: 'locked' } },
  {
    type: 'sdk.error',
    source: 'sdk',
    details: { attempt: 1, code: 3, name: 'TIMEOUT', category: 'SUBSCRIBE_ERROR', message: 'Operation timed out' },
  },
];

/** Newest first, as the API gives them. */
export function logEntries(count = story.length): LogEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const told = story[index % story.length]!;
    return {
      id: index + 1,
      at: ago((count - index) * 7.31),
      stageArn: STAGE_ARN,
      userId: 'till-07',
      participantId: told.userId === null ? null : 'Zq81LmXcVbN4',
      reason: null,
      details: {},
      ...told,
    };
  }).reverse();
}

export function script(
  options: {
    language?: Language;
    theme?: Preferences['theme'];
    contrast?: Preferences['contrast'];
    view?: ViewingView;
  } = {},
): Script {
  const { language = 'zh-TW', theme = 'dark', contrast = 'system', view = views.watching } = options;
  const hello: Hello = {
    version: '0.1.0',
    shell: 'chromium',
    language,
    preferences: { language, theme, contrast, singleKeys: true, volume: 0.8, muted: false, firstRun: 'done' },
    fixedPreferences: [],
    apiUrl: 'http://127.0.0.1:8787',
    stageArn: STAGE_ARN,
    kiosk: false,
    localStage: true,
    notices: [],
    viewing: view,
  };
  return {
    hello,
    answers: {
      'settings:view': settingsView(),
      'kiosk:status': { pin: 'set', pausedForMs: 0 },
      'api:backups': { ok: true, data: backups() },
      'api:stats': { ok: true, data: stats() },
      'api:viewers': { ok: true, data: viewerList() },
      'api:participants': { ok: true, data: participants() },
      'api:history': { ok: true, data: history() },
      'api:aws-participant': { ok: true, data: awsParticipant() },
      'api:remove-viewer': { ok: true, data: removed() },
      'api:log': { ok: true, data: { entries: logEntries(60), nextCursor: null, newerCursor: null } },
      'api:overview': { ok: true, data: overview() },
      'api:series': { ok: true, data: series() },
      'api:stages': { ok: true, data: stages() },
      'api:drift': { ok: true, data: drift() },
      'api:cost': { ok: true, data: cost('stage') },
      'api:cost-settings': { ok: true, data: costSettings },
    },
    answersBy: {
      'api:cost': {
        field: 'by',
        answers: Object.fromEntries(costGroups.map((by) => [by, { ok: true, data: cost(by) }])),
      },
    },
  };
}
