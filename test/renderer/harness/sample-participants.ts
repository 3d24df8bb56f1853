import type {
  AwsParticipantData,
  DriftData,
  HistoryData,
  ParticipantRow,
  ParticipantsData,
  RemoveData,
} from '../../../shared/api.ts';
import type { LogEntry } from '../../../shared/log.ts';

const STAGE_ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** Names that a table must survive. */
export const hostileNames = [
  '<img src=x onerror=alert(1)>',
  '👩‍👩‍👧‍👦 kasse 7 🛒',
  'قارئ الصندوق ٣',
  '\u202eevil\u202c till',
  '=HYPERLINK("http://x","y")',
  `${'very-long-'.repeat(12)}12345678`,
];

const people: Array<Partial<ParticipantRow> & { userId: string }> = [
  { userId: 'till-07' },
  { userId: 'kiosk-03', state: 'away', reason: 'minimized' },
  { userId: '收銀台-12' },
  { userId: 'viewer-with-a-rather-long-name@branch.example.com', state: 'present', source: 'api' },
  { userId: 'till-11', state: 'silent', lastHeartbeatAt: ago(52) },
  { userId: 'kiosk-01', state: 'reconnecting' },
  { userId: 'till-02', state: 'parked', reason: 'locked' },
  { userId: 'till-03', state: 'connecting' },
  ...hostileNames.map((userId) => ({ userId, source: 'api' as const, state: 'present' as const })),
];

export function participantRow(index: number, more: Partial<ParticipantRow> = {}): ParticipantRow {
  const watchSeconds = 60 + index * 431;
  return {
    stageArn: STAGE_ARN,
    userId: `till-${100 + index}`,
    participantId: `Zq81LmXcVb${String(index).padStart(2, '0')}`,
    state: 'watching',
    stateSince: ago(watchSeconds),
    reason: null,
    joinedAt: ago(watchSeconds),
    lastHeartbeatAt: ago((index * 7) % 30),
    watchSeconds,
    source: 'stagewatch',
    ...more,
  };
}

/** The first are as unlike as can be; without a number, only those. */
export function participants(count = people.length): ParticipantsData {
  const rows = Array.from({ length: count }, (_, index) => participantRow(index, people[index] ?? {}));
  return { asOf: ago(0), total: count, participants: rows, nextCursor: null };
}

/** till-11 is gone at AWS; somebody unknown here is connected there. */
export const ghosts = (more: Partial<DriftData> = {}): DriftData => ({
  asOf: ago(4),
  graceMs: 30_000,
  ghosts: [
    {
      kind: 'only-here',
      stageArn: STAGE_ARN,
      userId: 'till-11',
      participantId: 'Zq81LmXcVb04',
      since: ago(90),
      remedy: 'Nothing is billed for it. It is swept when its heartbeats stop; otherwise have its app reloaded.',
    },
    {
      kind: 'only-there',
      stageArn: STAGE_ARN,
      userId: null,
      participantId: 'GhOsT0000001',
      since: ago(300),
      remedy: 'Remove the participant: that ends the connection, and the billing with it.',
    },
  ],
  problem: null,
  ...more,
});

/** Joined, looked away, parked, came back, was interrupted, came back and is there. */
export function history(): HistoryData {
  const session = (from: number, to: number | null, endReason: string | null, participantId: string) => ({
    stageArn: STAGE_ARN,
    participantId,
    joinedAt: ago(from),
    leftAt: to === null ? null : ago(to),
    endReason,
    watchDurationSeconds: from - (to ?? 0),
  });
  return {
    sessions: [
      session(760, null, null, 'Zq81LmXcVb00'),
      session(2_300, 1_500, 'interrupted', 'Zq81LmXcVb00'),
      session(3_400, 2_900, 'idle', 'Zq81LmXcVb00'),
    ],
    nextCursor: null,
  };
}

/** When AWS saw the join, for a story that is told now: give the same moment to the log and to AWS's own answer. */
export const joinSeenByAws = () => ago(3_399);

/** Newest first. */
export function story({ userId = 'till-07', joinedAtAws = joinSeenByAws() } = {}): LogEntry[] {
  const told: Array<[number, LogEntry['source'], LogEntry['type'], Partial<LogEntry>?]> = [
    [3_401, 'api', 'token.issued'],
    [3_400, 'api', 'presence.joined'],
    [3_399, 'viewer', 'viewer.connecting', { reason: 'start' }],
    [3_399, 'viewer', 'viewer.watching'],
    [3_398, 'sdk', 'sdk.playing', { details: { sinceConnectMs: 243 } }],
    [3_397, 'aws', 'aws.joined', { details: { awsAt: joinedAtAws, sessionId: 'st-1' } }],
    [2_930, 'viewer', 'viewer.away', { reason: 'minimized', details: { deadlineInMs: 30_000 } }],
    [2_900, 'viewer', 'viewer.parked', { reason: 'idle', details: { signal: 'minimized', awayMs: 30_000 } }],
    [2_900, 'api', 'presence.left', { reason: 'idle', details: { cause: 'minimized' } }],
    [2_300, 'api', 'presence.rejoined'],
    [2_299, 'viewer', 'viewer.watching', { reason: 'return' }],
    [
      1_800,
      'sdk',
      'sdk.error',
      { details: { code: 3, name: 'TIMEOUT', category: 'SUBSCRIBE_ERROR', message: 'Operation timed out' } },
    ],
    [1_500, 'service', 'presence.interrupted', { details: { lastHeartbeatAt: ago(1_500) } }],
    [1_490, 'service', 'service.started', { userId }],
    [760, 'api', 'presence.rejoined', { details: { unknownParticipant: true } }],
    [759, 'viewer', 'viewer.watching'],
    [1_700, 'viewer', 'viewer.reconnecting', { details: { clientAt: ago(1_700), lateMs: 941_000 } }],
    [420, 'viewer', 'viewer.away', { reason: 'another-page' }],
    [405, 'viewer', 'viewer.back', { details: { awayMs: 15_000 } }],
    [120, 'aws', 'aws.subscribe-error', { details: { awsAt: ago(125), errorCode: 'QUOTA_EXCEEDED' } }],
  ];
  return told
    .map(([seconds, source, type, more], index): LogEntry => {
      const at = ago(seconds);
      const details = more?.details ?? {};
      return {
        id: index + 1,
        at: typeof details.clientAt === 'string' ? details.clientAt : at,
        source,
        type,
        stageArn: STAGE_ARN,
        userId,
        participantId: 'Zq81LmXcVb00',
        reason: null,
        ...more,
        details,
      };
    })
    .reverse();
}

export const awsParticipant = (
  more: Partial<AwsParticipantData> = {},
  joinedAtAws = joinSeenByAws(),
): AwsParticipantData => ({
  stageArn: STAGE_ARN,
  participantId: 'Zq81LmXcVb00',
  userId: 'till-07',
  state: 'CONNECTED',
  firstJoinTime: ago(3_399),
  published: false,
  sessionId: 'st-1',
  asOf: ago(3),
  attributes: {},
  browserName: 'Chrome',
  browserVersion: '156.0',
  osName: 'Windows',
  osVersion: '11',
  ispName: 'Chunghwa Telecom',
  sdkVersion: '1.41.0',
  protocol: 'UNKNOWN',
  events: [
    { name: 'JOINED', at: joinedAtAws, remoteParticipantId: null, errorCode: null, explanation: null },
    {
      name: 'PUBLISH_ERROR',
      at: ago(600),
      remoteParticipantId: null,
      errorCode: 'BITRATE_EXCEEDED',
      explanation: 'The encoder sends more than the stage takes: lower its bitrate.',
    },
  ],
  ...more,
});

export const removed = (more: Partial<RemoveData> = {}): RemoveData => ({
  stageArn: STAGE_ARN,
  participantId: 'Zq81LmXcVb00',
  wasConnected: true,
  currentViewers: 5,
  ...more,
});
