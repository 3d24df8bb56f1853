/** POST /api/token/publisher: what it gives is all that an encoder needs to go live, with either issuer. */
import { ImportPublicKeyCommand } from '@aws-sdk/client-ivs-realtime';
import { decodeJwt } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createAwsIssuer } from '../../../electron/service/tokens/aws-issuer.ts';
import { createKeyPairIssuer } from '../../../electron/service/tokens/key-pair-issuer.ts';
import { makeKeyPair } from '../../../electron/service/tokens/make-key-pair.ts';
import { publishingHelp } from '../../../electron/service/tokens/publishing-help.ts';
import { createStageEndpoints } from '../../../electron/service/tokens/stage-endpoints.ts';
import { connectEvents } from '../../local-stage/support/events-client.ts';
import { publishWith } from '../../local-stage/support/whip-client.ts';
import { checkedCalls } from '../http/support/call.ts';
import { type StartOptions, startService } from '../http/support/service.ts';

type IssuerOf = NonNullable<StartOptions['issuer']>;

const byAws: IssuerOf = (clients) => createAwsIssuer({ kind: 'aws', clients });
const byKeyPair: IssuerOf = async (clients) => {
  const pair = await makeKeyPair();
  const command = new ImportPublicKeyCommand({ publicKeyMaterial: pair.publicKeyPem });
  const { publicKey } = await clients.forRegion('us-west-2').send(command);
  const endpoints = createStageEndpoints({ clients });
  return createKeyPairIssuer({ ...pair, publicKeyArn: publicKey!.arn!, endpoints, now: Date.now });
};

async function start(issuer: IssuerOf) {
  const running = await startService({ issuer });
  onTestFinished(() => running.close());
  const call = checkedCalls(running.url);
  const ask = (body: object = { userId: 'camera' }, language = 'en') =>
    call('POST', '/api/token/publisher', { body, headers: { 'accept-language': language } });
  return { running, call, ask, stage: running.stage };
}

describe.each([
  ['AWS', byAws],
  ['a key pair', byKeyPair],
])('signed by %s', (_, issuer) => {
  test('an encoder with this server and this bearer token goes live', async () => {
    const { stage, ask, call } = await start(issuer);
    const { data } = (await ask()).body;
    const viewer = await call('POST', '/api/token/viewer', { body: { userId: 'till-1' } });
    const watching = await connectEvents(stage.endpoint, viewer.body.data.token);
    expect((await watching.nextState()).participants).toEqual([]);

    const { server, bearerToken } = data.obs;
    await publishWith('H264', server, bearerToken);

    let state = await watching.nextState();
    while (!state.participants.some(({ isPublishing }) => isPublishing)) state = await watching.nextState();
    expect(state.participants).toEqual([
      { id: data.participantId, userId: 'camera', attributes: {}, isPublishing: true },
    ]);
    expect(stage.figures()).toMatchObject({ publications: 1 });
  });

  test('it may publish for four hours and do nothing else', async () => {
    const { stage, running, ask } = await start(issuer);
    const { data } = (await ask()).body;
    const claims = decodeJwt(data.token);
    expect(claims.capabilities).toEqual({ allow_publish: true });
    expect(claims.exp! - claims.iat!).toBe(4 * 60 * 60);
    expect(data).toMatchObject({
      userId: 'camera',
      stageArn: running.stageArn,
      expiresIn: 14_400,
      whipUrl: `${stage.endpoint}/`,
      obs: { service: 'WHIP', server: `${stage.endpoint}/`, bearerToken: data.token },
    });
    expect(Math.abs(Date.parse(data.expiresAt) - claims.exp! * 1_000)).toBeLessThan(1_000);
  });

  test('the log has that it was issued, and nothing has the token', async () => {
    const { running, ask, call } = await start(issuer);
    const { token, participantId } = (await ask()).body.data;
    const log = await call('GET', '/api/log');
    expect(log.body.data.entries[0]).toMatchObject({
      ...{ type: 'token.publisher-issued', source: 'api', userId: 'camera', participantId },
    });
    const signature = token.split('.')[2];
    expect(log.text + JSON.stringify(running.logLines)).not.toContain(signature);
  });

  test('nobody is present by it', async () => {
    const { ask, call } = await start(issuer);
    await ask();
    expect((await call('GET', '/api/stats')).body.data.totalViewers).toBe(0);
  });

  test('for a stage that does not exist it is 404 with the reason of AWS', async () => {
    const { running, ask, call } = await start(issuer);
    const stageArn = running.stageArn.replace(/[^/]+$/, 'NotThere0001');
    const reply = await ask({ userId: 'camera', stageArn });
    expect(reply).toMatchObject({ status: 404, body: { error: { code: 'STAGE_NOT_FOUND', retryable: false } } });
    expect(reply.body.error.details).toMatchObject({
      error: 'ResourceNotFoundException',
      reason: expect.stringContaining('NotThere0001'),
    });
    const log = await call('GET', '/api/log?userId=camera');
    expect(log.body.data.entries).toMatchObject([{ type: 'token.failed', details: { publisher: true } }]);
  });

  test('for a stage of its own it goes there', async () => {
    const { stage, running, ask } = await start(issuer);
    const stageArn = running.stageArn.replace(/[^/]+$/, 'Another00001');
    stage.addStage(stageArn);
    const { data } = (await ask({ userId: 'camera', stageArn })).body;
    expect(decodeJwt(data.token)).toMatchObject({ resource: stageArn, topic: 'Another00001' });
  });
});

test('without the permission ivs:GetStage the token of AWS still tells where to publish', async () => {
  const { stage, ask } = await start(byAws);
  stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'GetStage' });
  expect((await ask()).body.data.whipUrl).toBe(`${stage.endpoint}/`);
});

test('a key pair without the permission ivs:GetStage is told which one is missing', async () => {
  const { stage, ask } = await start(byKeyPair);
  stage.failNext({ kind: 'error', name: 'AccessDeniedException' }, { operation: 'GetStage', times: 2 });
  expect((await ask()).body.error).toMatchObject({
    message: expect.stringContaining('ivs:GetStage'),
    details: { action: 'ivs:GetStage' },
  });
  expect((await ask(undefined, 'zh-TW')).body.error.message).toContain('ivs:GetStage 權限');
});

test('a key pair needs AWS once: later tokens are signed while nothing answers there', async () => {
  const { stage, ask, call } = await start(byKeyPair);
  await ask();
  stage.failNext({ kind: 'hang' }, { times: 1_000 });
  const tokens = await Promise.all(
    Array.from({ length: 100 }, (_, index) => call('POST', '/api/token/viewer', { body: { userId: `till-${index}` } })),
  );
  expect(new Set(tokens.map(({ status }) => status))).toEqual(new Set([200]));
});

describe('the help', () => {
  const { whipUrl, obs, ffmpeg } = publishingHelp('https://1234.global-bm.whip.live-video.net', 'aaa.bbb-_.ccc');

  test('names the endpoint with its slash', () => {
    expect(whipUrl).toBe('https://1234.global-bm.whip.live-video.net/');
    expect(obs.server).toBe(whipUrl);
    expect(publishingHelp(whipUrl, 't').whipUrl).toBe(whipUrl);
  });

  test('gives OBS what IVS takes: H.264 baseline without B-frames, a key frame a second, Opus', () => {
    expect(obs.settings).toMatchObject({
      Profile: 'baseline',
      'x264 Options': 'bframes=0',
      'Keyframe Interval': '1 s',
      'Audio Encoder': 'FFmpeg Opus',
      'Output (Scaled) Resolution': '1280x720',
    });
  });

  test('gives ffmpeg the same in one line', () => {
    expect(ffmpeg).not.toContain('\n');
    for (const part of [
      ...['-c:v libx264', '-profile:v baseline', '-bf 0', '-g 30', '-c:a libopus', '-f whip'],
      '-authorization "aaa.bbb-_.ccc" "https://1234.global-bm.whip.live-video.net/"',
    ]) {
      expect(ffmpeg).toContain(part);
    }
  });

  test('lets no shell take a strange token for something else', () => {
    expect(publishingHelp(whipUrl, `$(reboot)'"`).ffmpeg).toContain(`-authorization '$(reboot)'\\''"' "`);
  });
});
