import { afterEach, expect, it } from 'vitest';
import { createLocalStage, type LocalStage } from '../electron/local-stage/index.ts';
import { tryConnection } from '../electron/try-connection.ts';

let stage: LocalStage | null = null;
afterEach(async () => {
  await stage?.close();
  stage = null;
});

const kept = {
  awsCredentials: async () => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'k'.repeat(40) }),
  privateKey: async () => null,
};
const unset = { publicKeyArn: undefined, privateKey: undefined, proxy: 'none', caFile: undefined };

it('tests the stage that was typed, with the credentials that are kept, and says of each check how it went', async () => {
  stage = await createLocalStage();
  const settings = { ...unset, tokenIssuer: 'auto' as const, awsEndpoint: stage.endpoint };
  const statusOf = async (stageArn: string) => {
    const { checks } = await tryConnection(stageArn, settings, 'en', kept);
    return Object.fromEntries(checks.map(({ name, status }) => [name, status]));
  };
  expect(await statusOf(stage.stageArn)).toMatchObject({ credentials: 'ok', stage: 'ok', token: 'ok' });
  expect(await statusOf(`${stage.stageArn}2`)).toMatchObject({ credentials: 'ok', stage: 'failed' });
}, 60_000);
