/** What a token by AWS costs beyond AWS's own answer: asked by the issuer alone, and through the whole service. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createIvsClients, LOCAL_STAGE_CREDENTIALS } from '../../../electron/service/aws/clients.ts';
import { createAwsIssuer } from '../../../electron/service/tokens/aws-issuer.ts';
import { SERVE_KEY, startServe } from '../../service/support/serve-process.ts';
import { atMost, type Figures, lowerQuartile, median, noted } from '../support/figures.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const TOKENS = 200;
/** A service that has been at work for some minutes. */
const WARM_UP = 400;
/** Under the quota's 45 a second, so that nobody waits for a turn. */
const BETWEEN_MS = 25;

type Who = { stageArn: string; userId: string };
type Way = (who: Who) => Promise<unknown>;

/** All ways in turns, each after the same pause and none always after the same other. */
export async function awsPath(tell: (line: string) => void): Promise<Figures> {
  const child = fork(new URL('control-plane-process.ts', import.meta.url));
  const [{ endpoint, stageArn }] = (await once(child, 'message')) as [{ endpoint: string; stageArn: string }];
  const clients = createIvsClients({ endpoint, credentials: LOCAL_STAGE_CREDENTIALS });
  const issuer = createAwsIssuer({ kind: 'aws', clients });
  const serve = await startServe(temporaryFolder(), ['--stage', stageArn, '--aws-endpoint', endpoint], {
    STAGEWATCH_TOKEN_ISSUER: 'aws',
    STAGEWATCH_LOG_LEVEL: 'warn',
  });
  const agent = new Agent({ keepAlive: true });
  const ways = {
    bare: (who) => ask(agent, `${endpoint}/CreateParticipantToken`, UNSIGNED, { ...who, ...SUBSCRIBE_FOR_A_DAY }),
    issuer: (who) => issuer.issue(who),
    service: (who) => ask(agent, `${serve.api}/api/token/viewer`, { 'x-api-key': SERVE_KEY }, who),
  } satisfies Record<string, Way>;
  try {
    const took = await inTurns(ways, stageArn);
    const addedMs = (way: keyof typeof ways) => lowerQuartile(took[way].ms) - lowerQuartile(took.bare.ms);
    const medians = Object.entries(took).map(([way, { ms }]) => `${way} ${median(ms).toFixed(2)} ms`);
    tell(`AWS path, medians: ${medians.join(', ')}`);
    const yardstick = 'the same request without the SDK, in turns, lower quartiles';
    return {
      'AWS path, added to the control plane': atMost(addedMs('issuer'), 2, 'ms', yardstick),
      'AWS path, added, median of the pairs': noted(medianOfPairs(took.issuer.ms, took.bare.ms), 'ms'),
      'AWS path, added CPU': noted(medianOfPairs(took.issuer.cpuMs, took.bare.cpuMs), 'ms'),
      'POST /api/token/viewer by the AWS path, added to the control plane': noted(addedMs('service'), 'ms'),
      'AWS path, a token': noted(lowerQuartile(took.issuer.ms), 'ms'),
      "AWS path, the control plane's own answer": noted(lowerQuartile(took.bare.ms), 'ms'),
    };
  } finally {
    agent.destroy();
    clients.close();
    await serve.kill('SIGTERM');
    child.send('exit');
  }
}

interface Took {
  ms: number[];
  /** Of this process alone. */
  cpuMs: number[];
}

async function inTurns<W extends string>(ways: Record<W, Way>, stageArn: string): Promise<Record<W, Took>> {
  const names = Object.keys(ways) as W[];
  const took = Object.fromEntries(names.map((name) => [name, { ms: [], cpuMs: [] }])) as unknown as Record<W, Took>;
  for (let index = 0; index < WARM_UP + TOKENS; index += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + index) % names.length] as W;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
      const [startedMs, startedCpu] = [performance.now(), process.cpuUsage()];
      await ways[name]({ stageArn, userId: `till-${index}` });
      const [ms, { user, system }] = [performance.now() - startedMs, process.cpuUsage(startedCpu)];
      if (index < WARM_UP) continue;
      took[name].ms.push(ms);
      took[name].cpuMs.push((user + system) / 1_000);
    }
  }
  return took;
}

const medianOfPairs = (ours: readonly number[], bare: readonly number[]): number =>
  median(ours.map((value, index) => value - (bare[index] ?? value)));

const SUBSCRIBE_FOR_A_DAY = { capabilities: ['SUBSCRIBE'], duration: 1440 };
/** As little as the control plane insists on. */
const UNSIGNED = {
  authorization: `AWS4-HMAC-SHA256 Credential=a/20260101/us-west-2/ivs/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
};

/** Over a kept connection, the answer read to its end. */
function ask(agent: Agent, url: string, headers: Record<string, string>, what: object): Promise<void> {
  const body = JSON.stringify(what);
  const said = { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers: said }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}.`));
      answer.resume().once('end', resolve);
    });
    call.once('error', reject).end(body);
  });
}
