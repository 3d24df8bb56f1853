/** The headless service with a key pair from its environment, as an operator runs it; the private key shows nowhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImportPublicKeyCommand } from '@aws-sdk/client-ivs-realtime';
import { decodeProtectedHeader } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { makeKeyPair } from '../../../electron/service/tokens/make-key-pair.ts';
import { connectEvents } from '../../local-stage/support/events-client.ts';
import { startStage } from '../../local-stage/support/stage.ts';
import { endOf, SERVE_KEY, spawnServe, startServe } from '../support/serve-process.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Every line of a PEM, and the key as one text. */
const linesOf = (pem: string): string[] => pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));

function textOfFolder(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

test('its tokens are good at the stage, health names the issuer, and the key is in no answer, log or file', async () => {
  const { stage, aws } = await startStage({ testCard: false });
  const { privateKeyPem, publicKeyPem } = await makeKeyPair();
  const { publicKey } = await aws.send(new ImportPublicKeyCommand({ publicKeyMaterial: publicKeyPem }));
  const dataDir = tempFolder();
  const serve = await startServe(dataDir, ['--stage', stage.stageArn, '--aws-endpoint', stage.endpoint], {
    STAGEWATCH_PUBLIC_KEY_ARN: publicKey!.arn!,
    STAGEWATCH_PRIVATE_KEY: privateKeyPem.replaceAll('\n', '\\n'),
    STAGEWATCH_LOG_LEVEL: 'debug',
  });
  onTestFinished(() => serve.kill());

  const answers = [
    await serve.post('/api/token/viewer', { userId: 'till-1' }),
    await serve.post('/api/token/publisher', { userId: 'camera' }),
    await serve.get('/health'),
    await serve.get('/api/connection'),
    await serve.get('/api/log'),
  ];
  const [viewer, , health, connection] = answers;
  const token = viewer!.body.data!.token as string;
  expect(decodeProtectedHeader(token).kid).toBe(publicKey!.arn);
  expect(await (await connectEvents(stage.endpoint, token)).next()).toMatchObject({ type: 'STAGE_STATE' });
  expect(health!.body.data!.issuer).toMatchObject({ kind: 'key-pair', status: 'ok' });
  expect(connection!.body.data!.issuer).toEqual({ kind: 'key-pair', publicKeyArn: publicKey!.arn });

  const metrics = await fetch(`${serve.api}/metrics`, { headers: { 'x-api-key': SERVE_KEY } });
  await serve.kill('SIGTERM');
  const everything = JSON.stringify(answers) + (await metrics.text()) + serve.errors() + textOfFolder(dataDir);
  expect(everything).toContain('till-1');
  for (const line of linesOf(privateKeyPem)) expect(everything).not.toContain(line);
});

test.each([
  [
    'a key that is damaged',
    { STAGEWATCH_PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----' },
    /STAGEWATCH_PRIVATE_KEY: This PEM is damaged/,
    2,
  ],
  [
    'an ARN that is none',
    { STAGEWATCH_PUBLIC_KEY_ARN: 'my-key' },
    /for example arn:aws:ivs:us-west-2:123456789012:public-key\//,
    2,
  ],
  [
    'a key pair that is wanted and not there',
    { STAGEWATCH_TOKEN_ISSUER: 'key-pair' },
    /STAGEWATCH_PRIVATE_KEY \("npm run keys" makes one\)/,
    1,
  ],
])('%s is refused at the start with what to do', async (_, env, message, exitCode) => {
  const child = spawnServe(tempFolder(), ['--stage', 'arn:aws:ivs:us-west-2:123456789012:stage/AbCd'], env);
  const { code, errors } = await endOf(child);
  expect(code).toBe(exitCode);
  expect(errors).toMatch(message);
  expect(errors).not.toContain('c2VjcmV0');
});
