/** What the connection log can say. Without schemas: the page needs these words before it draws, and no validator. */

/** Who saw it: the API, the viewing session, the Web SDK, the sweep, the service itself, AWS, or an operator who did it. */
export const logSources = ['api', 'viewer', 'sdk', 'sweep', 'service', 'aws', 'operator'] as const;

/** What a client may report of its own session: POST /api/log accepts these and no others. */
export const clientLogTypes = [
  'viewer.connecting', // reason: start | return | retry
  'viewer.watching',
  'viewer.away', // reason: the signal (blurred, minimized, …); details.deadlineInMs
  'viewer.back', // details.awayMs
  'viewer.parked', // reason idle | suspended …; details: signal, awayMs
  'viewer.reconnecting',
  'viewer.retrying', // details.retryInMs, error
  'viewer.ended', // reason: removed | stage-deleted | opened-elsewhere | token-refused | …
  'viewer.renderer-gone',
  'viewer.quit',
  'sdk.connection', // details.state
  'sdk.playing', // details.sinceConnectMs: from the connect command to the first frame on screen
  'sdk.publisher', // details: participantId, userId, publishing, live
  'sdk.subscription', // details: participantId, state
  'sdk.left', // reason as the SDK gives it
  'sdk.error', // details: code, name, category, message
] as const;

/** What AWS has recorded of a participant, under AWS's own names; details: awsAt, sessionId, errorCode, remoteParticipantId. */
export const awsLogTypes = [
  'aws.joined',
  'aws.left',
  'aws.publish-started',
  'aws.publish-stopped',
  'aws.subscribe-started',
  'aws.subscribe-stopped',
  'aws.join-error',
  'aws.publish-error',
  'aws.subscribe-error',
  'aws.replication-started',
  'aws.replication-stopped',
  'aws.token-exchanged',
] as const;

export const logTypes = [
  'token.issued',
  'token.failed',
  'token.publisher-issued',
  'presence.joined',
  'presence.rejoined', // details.unknownParticipant: true when we did not issue the participantId
  'presence.superseded',
  'presence.left', // reason as the client gave it, details.cause: the signal behind it
  'presence.timed-out',
  'presence.interrupted', // the service was killed while this session was open
  'participant.removed', // by an operator: DisconnectParticipant; reason as the operator gave it
  'participant.remove-failed', // details.error
  'cost.changed', // details: pricePerMinute, dailyBudgets
  'cost.over-budget', // details: dailyBudget, spent
  'service.started',
  'service.stopped',
  'service.store-failed',
  'service.store-recovered',
  'service.database-set-aside', // details: file, reason, restored: the backup in its place with lostFrom and lostTo, refused
  'service.database-restored', // an operator put a backup in its place; details: name, lostFrom, lostTo, setAside
  'service.database-moved', // its file was removed or replaced while it was open; details: how, file
  'service.backup', // details: name, bytes, durationMs
  'service.backup-failed', // reason disk-full | not-writable | damaged | failed; details: message, nextTryAt
  ...clientLogTypes,
  ...awsLogTypes,
] as const;

/** Errors and failures: what a glance over the log should find. */
const badLogTypes: ReadonlySet<LogType> = new Set<LogType>([
  'token.failed',
  'presence.timed-out',
  'presence.interrupted',
  'participant.remove-failed',
  'cost.over-budget',
  'service.store-failed',
  'service.database-set-aside',
  'service.database-moved',
  'service.backup-failed',
  'viewer.renderer-gone',
  'sdk.error',
  'aws.join-error',
  'aws.publish-error',
  'aws.subscribe-error',
]);
export const isBadLogType = (type: LogType): boolean => badLogTypes.has(type);

export type LogSource = (typeof logSources)[number];
export type LogType = (typeof logTypes)[number];
export type AwsLogType = (typeof awsLogTypes)[number];
export type ClientLogType = (typeof clientLogTypes)[number];
