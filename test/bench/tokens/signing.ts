import { createPrivateKey, sign } from 'node:crypto';
import { createKeyPairIssuer } from '../../../electron/service/tokens/key-pair-issuer.ts';
import { makeKeyPair } from '../../../electron/service/tokens/make-key-pair.ts';
import { atLeast, type Figures, median, noted } from '../support/figures.ts';

/** Short and many: what else the machine does then falls on both alike. */
const ROUNDS = 100;
/** As a storm of joins has at once; both fill all cores. */
const BATCH = 48;
const STAGE_ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';

/** Tokens by the key pair against `node:crypto` alone, which signs as many bytes with the same key on the same cores. */
export async function signing(tell: (line: string) => void): Promise<Figures> {
  const pair = await makeKeyPair();
  const endpoints = {
    of: async () => ({
      eventsUrl: 'wss://global.events.live-video.net',
      whipUrl: 'https://123456789abc.global-bm.whip.live-video.net',
    }),
  };
  const publicKeyArn = 'arn:aws:ivs:us-west-2:123456789012:public-key/f99cde61-c2b0-4df3-8941-ca7d38acca1a';
  const issuer = await createKeyPairIssuer({ ...pair, publicKeyArn, endpoints, now: Date.now });
  const { token } = await issuer.issue({ stageArn: STAGE_ARN, userId: 'till-0' });
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')));
  const key = { key: createPrivateKey(pair.privateKeyPem), dsaEncoding: 'ieee-p1363' } as const;

  const issueOne = (index: number) => issuer.issue({ stageArn: STAGE_ARN, userId: `till-${index}` });
  const signOne = () =>
    new Promise<Buffer>((resolve, reject) => {
      sign('sha384', signed, key, (error, signature) => (error ? reject(error) : resolve(signature)));
    });

  for (let warmUp = 0; warmUp < 4; warmUp += 1) for (const one of [issueOne, signOne]) await timeOf(one);
  const ours: Batch[] = [];
  const bare: Batch[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // In turns, so that neither always comes after the other.
    if (round % 2 === 0) ours.push(await timeOf(issueOne));
    bare.push(await timeOf(signOne));
    if (round % 2 === 1) ours.push(await timeOf(issueOne));
  }
  const perSecond = (batches: readonly Batch[]) => (BATCH * 1_000) / median(batches.map(({ ms }) => ms));
  const cpuMs = (batches: readonly Batch[]) => median(batches.map((batch) => batch.cpuMs)) / BATCH;
  tell(`signing: ${perSecond(ours).toFixed(0)}/s, bare ${perSecond(bare).toFixed(0)}/s`);
  return {
    'key-pair tokens per second, ratio': atLeast(
      median(ours.map(({ ms }, round) => (bare[round]?.ms ?? ms) / ms)),
      0.9,
      '×',
      'node:crypto alone in the same run',
    ),
    'key-pair tokens per second': noted(perSecond(ours), '/s'),
    'ES384 signatures per second, node:crypto alone': noted(perSecond(bare), '/s'),
    'key-pair token, CPU': noted(cpuMs(ours), 'ms'),
    'ES384 signature, node:crypto alone, CPU': noted(cpuMs(bare), 'ms'),
  };
}

interface Batch {
  ms: number;
  cpuMs: number;
}

async function timeOf(one: (index: number) => Promise<unknown>): Promise<Batch> {
  const [startedMs, startedCpu] = [performance.now(), process.cpuUsage()];
  await Promise.all(Array.from({ length: BATCH }, (_, index) => one(index)));
  const { user, system } = process.cpuUsage(startedCpu);
  return { ms: performance.now() - startedMs, cpuMs: (user + system) / 1_000 };
}
