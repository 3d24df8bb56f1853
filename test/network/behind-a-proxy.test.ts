/** AWS from within a company network: a real CONNECT proxy that opens TLS, the real AWS client, a local stage as AWS. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openAwsAccess } from '../../electron/aws-access.ts';
import { createLocalStage } from '../../electron/local-stage/index.ts';
import type { NetworkSettings } from '../../electron/network/network.ts';
import { tempFolder } from '../service/support/temp-folder.ts';
import { createAuthority, handOnTo, startCompanyProxy } from './company-network.ts';

const AWS = 'ivsrealtime.us-west-2.amazonaws.com';
const STS = 'sts.us-west-2.amazonaws.com';
const kept = {
  awsCredentials: async () => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'k'.repeat(40) }),
  privateKey: async () => null,
};

const authority = createAuthority(afterAll);
afterEach(() => void vi.unstubAllEnvs());

async function startStage() {
  const stage = await createLocalStage({ testCard: false });
  onTestFinished(() => stage.close());
  return stage;
}

/** What the connection test says of a stage at Amazon's own addresses. */
async function checksOf(network: Partial<NetworkSettings>, stageArn: string, secrets: typeof kept | undefined = kept) {
  const settings = { tokenIssuer: 'aws' as const, publicKeyArn: undefined, privateKey: undefined };
  const access = openAwsAccess(
    { local: false, stageArn, endpoint: null },
    { ...settings, proxy: undefined, caFile: undefined, ...network },
    secrets,
  );
  onTestFinished(() => access.close());
  const { checks } = await access.connection.test('en');
  return Object.fromEntries(checks.map((check) => [check.name, check]));
}

describe('a proxy that inspects TLS', () => {
  test('with its root in the CA file every check is fine, and AWS is asked through it alone', async () => {
    const stage = await startStage();
    const { url, asked } = await startCompanyProxy({
      certificate: authority.issue(AWS),
      answer: handOnTo(stage.endpoint),
    });
    const checks = await checksOf({ proxy: url, caFile: authority.caFile }, stage.stageArn);
    const bad = Object.values(checks).filter(({ status }) => status !== 'ok' && status !== 'skipped');
    expect(bad).toEqual([]);
    expect(checks['control-plane']?.details).toEqual({ host: AWS, proxy: url });
    expect(checks.token?.status).toBe('ok');
    expect(new Set(asked)).toEqual(new Set([`${AWS}:443`]));
  });

  test('without it the certificate is refused, and the remedy names store and setting', async () => {
    const stage = await startStage();
    const { url } = await startCompanyProxy({
      certificate: authority.issue(AWS),
      answer: handOnTo(stage.endpoint),
    });
    expect((await checksOf({ proxy: url }, stage.stageArn))['control-plane']).toMatchObject({
      status: 'failed',
      remedy: expect.stringMatching(/certificate store.*--ca-file/),
      details: { proxy: url, systemCertificates: expect.any(Number) },
    });
  });

  test('temporary credentials are fetched through it as well', async () => {
    const stage = await startStage();
    const handOn = handOnTo(stage.endpoint);
    const { url, asked } = await startCompanyProxy({
      certificate: authority.issue(AWS, STS),
      answer(incoming, response) {
        if (incoming.headers.host !== STS) return handOn(incoming, response);
        response.writeHead(200, { 'content-type': 'text/xml' }).end(STS_ANSWER);
      },
    });
    const tokenFile = join(tempFolder(), 'token');
    writeFileSync(tokenFile, 'a-web-identity-token');
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_REGION', 'us-west-2');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
    vi.stubEnv('AWS_ROLE_ARN', 'arn:aws:iam::123456789012:role/till');
    vi.stubEnv('AWS_WEB_IDENTITY_TOKEN_FILE', tokenFile);
    vi.stubEnv('HTTPS_PROXY', url);
    const settings = { caFile: authority.caFile };
    const checks = await checksOf(settings, stage.stageArn, null as never);
    expect(checks.credentials).toMatchObject({ status: 'ok' });
    expect(new Set(asked)).toEqual(new Set([`${AWS}:443`, `${STS}:443`]));
  });
});

describe('a proxy', () => {
  test('of the environment may have name and password, which nobody is told', async () => {
    const stage = await startStage();
    const { url } = await startCompanyProxy({
      certificate: authority.issue(AWS),
      secret: 'till-07:pass-of-the-proxy',
      answer: handOnTo(stage.endpoint),
    });
    vi.stubEnv('HTTPS_PROXY', url.replace('//', '//till-07:pass-of-the-proxy@'));
    const checks = await checksOf({ caFile: authority.caFile }, stage.stageArn);
    expect(checks['control-plane']?.status).toBe('ok');
    expect(JSON.stringify(checks)).not.toContain('pass-of-the-proxy');
  });

  test('that lets nothing through is named as the reason', async () => {
    const stage = await startStage();
    const { url } = await startCompanyProxy({ certificate: authority.issue(AWS), refuses: true, answer: () => {} });
    expect((await checksOf({ proxy: url }, stage.stageArn))['control-plane']).toMatchObject({
      status: 'failed',
      remedy: expect.stringContaining('--proxy'),
      details: { error: 'ERR_PROXY_TUNNEL', proxy: url },
    });
  });

  test('is not asked for what NO_PROXY names', async () => {
    const { key, cert } = authority.issue('127.0.0.1');
    const stage = await startStage();
    const server = createServer({ key, cert }, handOnTo(stage.endpoint));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { url, asked } = await startCompanyProxy({ certificate: authority.issue(AWS), answer: () => {} });
    const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const access = openAwsAccess(
      { local: false, stageArn: stage.stageArn, endpoint },
      { tokenIssuer: 'aws', publicKeyArn: undefined, privateKey: undefined, proxy: url, caFile: authority.caFile },
      kept,
    );
    onTestFinished(() => access.close());
    expect((await access.connection.test('en')).ok).toBe(true);
    expect(asked).toEqual([]);
  });
});

describe('a CA file that cannot be used', () => {
  test.each([
    ['that is not there', undefined, 'ENOENT'],
    ['without a certificate', 'MIIB', 'no-certificate'],
    ['that was cut', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', 'damaged'],
  ])('%s is said; AWS is asked all the same', async (_name, text, problem) => {
    const stage = await startStage();
    const caFile = join(tempFolder(), 'company.pem');
    if (text !== undefined) writeFileSync(caFile, text);
    const access = openAwsAccess(
      { local: false, stageArn: stage.stageArn, endpoint: stage.endpoint },
      { tokenIssuer: 'aws', publicKeyArn: undefined, privateKey: undefined, proxy: 'none', caFile },
      kept,
    );
    onTestFinished(() => access.close());
    const { checks } = await access.connection.test('en');
    expect(checks[0]).toMatchObject({ status: 'warning', message: expect.stringContaining(problem) });
    expect(checks.find(({ name }) => name === 'stage')?.status).toBe('ok');
  });
});

const STS_ANSWER = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <Credentials>
      <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
      <SessionToken>session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
    </Credentials>
  </AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>`;
