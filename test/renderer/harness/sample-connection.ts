import type { Check, ConnectionData, ConnectionTestData, PublisherTokenData } from '../../../shared/api.ts';
import { ivsActions } from '../../../shared/iam.ts';
import type { SecretsStatus } from '../../../shared/secrets.ts';
import { STAGE_ARN } from './sample.ts';

export const CANARY_TOKEN = 'eyJhbGciOiJFUzM4NCJ9.eyJjYW5hcnkiOiJwdWJsaXNoZXIifQ.canary-signature';

export const connection = (credentials: Partial<ConnectionData['credentials']> = {}): ConnectionData => ({
  issuer: { kind: 'aws', publicKeyArn: null },
  region: 'us-west-2',
  endpoint: null,
  credentials: { source: 'profile', accessKeyId: 'AKIA…LE00', expiresAt: null, problem: null, ...credentials },
});

const check = (name: string, more: Partial<Check> = {}): Check => ({
  name,
  status: 'ok',
  message: 'Allowed',
  remedy: null,
  details: {},
  durationMs: 12,
  ...more,
});

/** One of each: fine, to be looked at, failed, skipped. */
export function connectionTest(): ConnectionTestData {
  const permissions = ivsActions.map((action) => {
    const name = `permission:${action}`;
    if (action !== 'ivs:DisconnectParticipant') return check(name);
    const remedy = `In IAM, give these credentials ${action} on ${STAGE_ARN}`;
    return check(name, { status: 'failed', message: `AWS does not allow ${action}`, remedy });
  });
  const clock = {
    status: 'warning',
    message: "This machine's clock is 44 s slow",
    remedy: "Let this machine's clock set itself (NTP); AWS refuses every request at more than 5 minutes",
  } as const;
  return {
    ok: false,
    startedAt: new Date().toISOString(),
    durationMs: 2_140,
    checks: [
      check('control-plane', { message: 'ivsrealtime.us-west-2.amazonaws.com answers' }),
      check('clock', clock),
      check('region', { message: 'us-west-2, as the stage' }),
      check('credentials', { message: 'AWS takes the credentials AKIA…LE00' }),
      ...permissions,
      check('stage', { message: 'The stage exists' }),
      check('token', { message: 'A token was issued' }),
      check('events', { message: 'The events endpoint global.events.live-video.net took the token' }),
      check('media', { message: 'The media endpoint global-bm.whip.live-video.net answers' }),
      check('media-udp', {
        status: 'skipped',
        message: 'Cannot be shown without a stream: let UDP 3478 and 443 through',
      }),
    ],
  };
}

export const secretsStatus = (more: Partial<SecretsStatus> = {}): SecretsStatus => ({
  backend: 'gnome_libsecret',
  refusal: null,
  secrets: { 'aws-credentials': { state: 'absent' }, 'private-key': { state: 'absent' } },
  ...more,
});

export const savedSecrets = (): SecretsStatus =>
  secretsStatus({
    secrets: {
      'aws-credentials': { state: 'kept', savedAt: new Date().toISOString() },
      'private-key': { state: 'absent' },
    },
  });

export const publisherToken = (userId = 'obs'): PublisherTokenData => ({
  token: CANARY_TOKEN,
  participantId: 'Pub1isherAbCd',
  userId,
  stageArn: STAGE_ARN,
  expiresAt: new Date(Date.now() + 4 * 3_600_000).toISOString(),
  expiresIn: 14_400,
  whipUrl: 'https://f99084460c35.global-bm.whip.live-video.net/',
  obs: {
    service: 'WHIP',
    server: 'https://f99084460c35.global-bm.whip.live-video.net/',
    bearerToken: CANARY_TOKEN,
    settings: { 'Keyframe interval': '1 s', Profile: 'baseline', 'B-frames': '0' },
  },
  ffmpeg: `ffmpeg -re -i input.mp4 -c:v libx264 -f whip -authorization ${CANARY_TOKEN} https://f99084460c35.global-bm.whip.live-video.net/`,
});
