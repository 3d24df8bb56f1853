import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createIvsClients, LOCAL_STAGE_CREDENTIALS } from '../../../electron/service/aws/clients.ts';
import { createAwsIssuer } from '../../../electron/service/tokens/aws-issuer.ts';
import { atMost, type Figures, median, noted } from '../support/figures.ts';

/** Under the quota's 45 a second, so that nobody waits for a turn. */
const TOKENS = 200;
const WARM_UP = 200;
const BETWEEN_MS = 30;

/** A token by the issuer against the same request over a kept connection without the SDK, in turns. */
export async function awsPath(tell: (line: string) => void): Promise<Figures> {
  const child = fork(new URL('control-plane-process.ts', import.meta.url));
  const [{ endpoint, stageArn }] = (await once(child, 'message')) as [{ endpoint: string; stageArn: string }];
  const clients = createIvsClients({ endpoint, credentials: LOCAL_STAGE_CREDENTIALS });
  const agent = new Agent({ keepAlive: true });
  try {
    const issuer = createAwsIssuer({ kind: 'aws', clients });
    const times = { ours: [] as Took[], bare: [] as Took[] };
    for (let index = 0; index < WARM_UP + TOKENS; index += 1) {
      const userId = `till-${index}`;
      const ours = await timeOf(() => issuer.issue({ stageArn, userId }));
      const bare = await timeOf(() => askBare(agent, endpoint, { stageArn, userId }));
      if (index >= WARM_UP) {
        times.ours.push(ours);
        times.bare.push(bare);
      }
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
    const ms = (took: readonly Took[]) => median(took.map((each) => each.ms));
    const added = (figure: (took: Took) => number) =>
      median(times.ours.map((ours, index) => figure(ours) - figure(times.bare[index] ?? ours)));
    tell(`AWS path: ${ms(times.ours).toFixed(2)} ms, the control plane alone ${ms(times.bare).toFixed(2)} ms`);
    return {
      'AWS path, added to the control plane': atMost(
        added((took) => took.ms),
        2,
        'ms',
        'the same request without the SDK, in turns',
      ),
      'AWS path, added CPU': noted(
        added((took) => took.cpuMs),
        'ms',
      ),
      'AWS path, a token': noted(ms(times.ours), 'ms'),
      "AWS path, the control plane's own answer": noted(ms(times.bare), 'ms'),
    };
  } finally {
    agent.destroy();
    clients.close();
    child.send('exit');
  }
}

interface Took {
  ms: number;
  cpuMs: number;
}

async function timeOf(work: () => Promise<unknown>): Promise<Took> {
  const [startedMs, startedCpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(startedCpu);
  return { ms: performance.now() - startedMs, cpuMs: (user + system) / 1_000 };
}

/** What the SDK sends, signed as little as the control plane insists on. */
function askBare(agent: Agent, endpoint: string, who: { stageArn: string; userId: string }): Promise<void> {
  const body = JSON.stringify({ ...who, capabilities: ['SUBSCRIBE'], duration: 1440 });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    authorization: `AWS4-HMAC-SHA256 Credential=a/20260101/us-west-2/ivs/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
  };
  return new Promise((resolve, reject) => {
    const call = request(`${endpoint}/CreateParticipantToken`, { method: 'POST', agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`The control plane answered ${answer.statusCode}.`));
      answer.resume().once('end', resolve);
    });
    call.once('error', reject).end(body);
  });
}
