/** The viewing session's figures: how fast the picture comes back, and how exactly the 30 seconds are kept. */
import { CreateParticipantTokenCommand, IVSRealTimeClient } from '@aws-sdk/client-ivs-realtime';
import { createLocalStage, type LocalStage } from '../../electron/local-stage/index.ts';
import { build } from '../../scripts/lib/build.ts';
import { CHROMIUM_TOOLS, DISPLAY_TOOLS, ensureTools, TEST_TOOLS } from '../../scripts/lib/system-tools.ts';
import type { LogEntry, LogType } from '../../shared/log.ts';
import type { ViewingPhase } from '../../shared/viewing.ts';
import setupDisplay from '../e2e/support/display.ts';
import { RunningApp } from '../e2e/support/running-app.ts';
import { atMost, type Bench, type Figures, median, noted } from './support/figures.ts';
import { type BareShell, openBareShell } from './viewing/bare-shell.ts';

const ROUNDS = 9;
const DISCONNECT_DELAY_MS = 1_500;
const CREDENTIALS = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'any' };

export const figures: Bench = async (tell) => {
  await ensureTools([...CHROMIUM_TOOLS, ...DISPLAY_TOOLS, ...TEST_TOOLS]);
  await build();
  const endDisplay = await setupDisplay();
  const stage = await createLocalStage();
  const bare = await openBareShell();
  const app = await RunningApp.launch({
    args: ['--away-on', 'hidden'],
    env: {
      STAGEWATCH_AWS_ENDPOINT: stage.endpoint,
      STAGEWATCH_STAGE_ARN: stage.stageArn,
      STAGEWATCH_DISCONNECT_DELAY_MS: String(DISCONNECT_DELAY_MS),
      STAGEWATCH_HEARTBEAT_INTERVAL_MS: '30000',
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    },
  });
  try {
    return await measure(stage, bare, app, tell);
  } catch (error) {
    tell(app.output());
    throw error;
  } finally {
    await app.kill('SIGTERM');
    await bare.close();
    await stage.close();
    await endDisplay?.();
  }
};

/** Round by round: the app is parked while the bare page joins, the bare page has left while the app returns. */
async function measure(
  stage: LocalStage,
  bare: BareShell,
  app: RunningApp,
  tell: (line: string) => void,
): Promise<Figures> {
  const bareMs: number[] = [];
  await until(app, 'watching');
  for (let round = 0; round <= ROUNDS; round += 1) {
    await app.minimize();
    await until(app, 'parked');
    const tookMs = await bare.joinToPlayingMs(await issueToken(stage));
    if (round > 0) bareMs.push(tookMs); // the first one warms the page up, as the app's own first join did
    await app.restore();
    await until(app, 'watching');
    await untilLogged(app, 'sdk.playing', round + 2);
  }

  const log = await app.log();
  const joinMs = log
    .filter(({ type }) => type === 'sdk.playing')
    .slice(2)
    .map(({ details }) => Number(details.sinceConnectMs));
  const lookMs = spans(log, 'viewer.connecting', 'sdk.playing').slice(2);
  const lateMs = spans(log, 'viewer.away', 'sdk.left').map((ms) => ms - DISCONNECT_DELAY_MS);
  tell(`bare ${list(bareMs)} ms; app ${list(joinMs)} ms; look → picture ${list(lookMs)} ms; late ${list(lateMs)} ms`);

  const yardstickMs = median(bareMs);
  return {
    'join() → playing, bare SDK page': noted(yardstickMs, 'ms'),
    'join() → playing through the app': atMost(median(joinMs) / yardstickMs, 1.3, '×', 'bare SDK page'),
    'look again → picture, from parked': atMost(median(lookMs) / yardstickMs, 1.5, '×', "bare SDK page's join"),
    'disconnect after its deadline, worst': atMost(Math.max(...lateMs), 100, 'ms'),
  };
}

/** Milliseconds from each entry of one type to the next of another, by the app's own clock. */
function spans(log: readonly LogEntry[], from: LogType, to: LogType): number[] {
  const spansMs: number[] = [];
  let startMs: number | null = null;
  for (const { type, details } of log) {
    const atMs = Date.parse(String(details.clientAt));
    if (type === from) startMs = atMs;
    if (type !== to || startMs === null) continue;
    spansMs.push(atMs - startMs);
    startMs = null;
  }
  return spansMs;
}

async function issueToken(stage: LocalStage): Promise<string> {
  const aws = new IVSRealTimeClient({ region: 'us-west-2', endpoint: stage.endpoint, credentials: CREDENTIALS });
  const { participantToken } = await aws.send(
    new CreateParticipantTokenCommand({ stageArn: stage.stageArn, capabilities: ['SUBSCRIBE'] }),
  );
  return participantToken!.token!;
}

async function until(app: RunningApp, phase: ViewingPhase): Promise<void> {
  await poll(async () => (await app.phase()) === phase, `phase ${phase}`);
}

async function untilLogged(app: RunningApp, type: LogType, count: number): Promise<void> {
  await poll(
    async () => (await app.logTypes()).filter((logged) => logged === type).length >= count,
    `${count} × ${type}`,
  );
}

async function poll(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return;
    await sleep(100);
  }
  throw new Error(`Waited in vain for: ${what}.`);
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const list = (values: readonly number[]): string => values.map((value) => Math.round(value)).join(' ');
