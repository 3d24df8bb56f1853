/** Canary: the participant token, the API key and the AWS secret are in no file of the data folder, while it is written or after. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLocalStage } from '../../../electron/local-stage/index.ts';
import { AWS_SECRET, SERVE_KEY, startServe } from '../support/serve-process.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Names of the files in which the text is found, as it is or in UTF-16. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'));
    });
}

test('tokens and keys stay in memory: not in the database, its log, or on stderr', async () => {
  const stage = await createLocalStage({ testCard: false });
  onTestFinished(() => stage.close());
  const dataDir = tempFolder();
  const serve = await startServe(dataDir, ['--stage', stage.stageArn, '--aws-endpoint', stage.endpoint]);
  onTestFinished(() => serve.kill());

  const who = { userId: 'till-1', stageArn: stage.stageArn };
  const { token, participantId } = (await serve.post('/api/token/viewer', who)).body.data as Record<string, string>;
  const secrets = [token!, ...token!.split('.').slice(1), SERVE_KEY, AWS_SECRET];
  await serve.post('/api/viewer/rejoin', { ...who, participantId });
  // A client that puts its secrets where they don't belong: into what it reports, and into a reason.
  const at = new Date().toISOString();
  const details = { message: `failed with ${token}`, url: `wss://x/?token=${token}&key=${SERVE_KEY}`, token };
  await serve.post('/api/log', { ...who, entries: [{ type: 'sdk.error', at, details }] });
  await serve.post('/api/viewer/rejoin', { ...who, participantId: 'x'.repeat(64), token });
  await serve.post('/api/viewer/leave', { ...who, reason: 'idle', token, cause: 'minimized' });

  // The search finds what is there: the participantId is kept.
  expect(filesWith(dataDir, participantId!)).not.toEqual([]);
  expect(serve.errors()).toContain('"level"');
  for (const secret of secrets) expect(filesWith(dataDir, secret)).toEqual([]);
  await serve.kill();
  for (const secret of secrets) {
    expect(filesWith(dataDir, secret)).toEqual([]);
    expect(serve.errors()).not.toContain(secret);
  }
});
