/** `npm run serve -- --support-bundle FILE`, beside a service that runs and of what that has logged. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { strFromU8, unzipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import { createLocalStage } from '../../electron/local-stage/index.ts';
import { readBundle } from '../../electron/support-bundle/read-bundle.ts';
import { AWS_SECRET, SERVE_KEY, startServe } from '../service/support/serve-process.ts';
import { tempFolder } from '../service/support/temp-folder.ts';

test('a bundle is made beside a running service: its log files are in it, and no token, key or user id', async () => {
  const stage = await createLocalStage({ testCard: false });
  onTestFinished(() => stage.close());
  const dataDir = tempFolder();
  const serve = await startServe(dataDir, ['--stage', stage.stageArn, '--aws-endpoint', stage.endpoint]);
  onTestFinished(() => serve.kill());
  const who = { userId: 'mei.lin@shop.example', stageArn: stage.stageArn };
  const { token } = (await serve.post('/api/token/viewer', who)).body.data as Record<string, string>;
  const at = new Date().toISOString();
  const details = { message: `${who.userId} failed with ${token}`, url: `wss://x/?key=${SERVE_KEY}` };
  await serve.post('/api/log', { ...who, entries: [{ type: 'sdk.error', at, details }] });

  const path = join(tempFolder(), 'bundle.zip');
  const child = spawn(process.execPath, ['electron/serve.ts', '--data', dataDir, '--support-bundle', path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  expect(JSON.parse(await text(child.stdout))).toMatchObject({ status: 'done', path, problems: [] });

  const { bundle } = readBundle(path);
  expect(bundle).toMatchObject({ versions: { shell: 'node' }, database: { figures: { quickCheck: 'ok' } } });
  expect(bundle.entries.count).toBeGreaterThan(2);
  const parts = unzipSync(readFileSync(path));
  expect(strFromU8(parts['logs/stagewatch.log']!)).toContain('the API listens');
  const all = Object.values(parts)
    .map((part) => strFromU8(part))
    .join('\n');
  expect(all).toContain('sdk.error');
  for (const canary of [token!, ...token!.split('.').slice(1), SERVE_KEY, AWS_SECRET, who.userId]) {
    expect(all).not.toContain(canary);
  }
}, 60_000);
