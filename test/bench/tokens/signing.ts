import { createPrivateKey, sign } from 'node:crypto';
import { createKeyPairIssuer } from '../../../electron/service/tokens/key-pair-issuer.ts';
import { makeKeyPair } from '../../../electron/service/tokens/make-key-pair.ts';
import { atLeast, type Figures, median, noted } from '../support/figures.ts';

const ROUNDS = 15;
const ROUND_MS = 400;
/** As many at once as a storm of joins has; both fill all cores. */
const AT_ONCE = 32;
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

  for (const one of [issueOne, signOne]) await perSecond(one);
  const rounds = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    // In turns, so that neither always comes after the other.
    const [ours, bare] =
      round % 2 === 0
        ? [await perSecond(issueOne), await perSecond(signOne)]
        : await perSecond(signOne).then(async (first) => [await perSecond(issueOne), first] as const);
    rounds.ours.push(ours);
    rounds.bare.push(bare);
    tell(`signing, round ${round + 1}: ${ours.toFixed(0)}/s, bare ${bare.toFixed(0)}/s`);
  }
  const ratios = rounds.ours.map((ours, round) => ours / (rounds.bare[round] ?? ours));
  return {
    'key-pair tokens per second, ratio': atLeast(median(ratios), 0.9, '×', 'node:crypto alone in the same run'),
    'key-pair tokens per second': noted(median(rounds.ours), '/s'),
    'ES384 signatures per second, node:crypto alone': noted(median(rounds.bare), '/s'),
  };
}

async function perSecond(one: (index: number) => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  const endsMs = startedMs + ROUND_MS;
  let done = 0;
  const lane = async () => {
    while (performance.now() < endsMs) {
      await one(done);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return (done * 1_000) / (performance.now() - startedMs);
}
