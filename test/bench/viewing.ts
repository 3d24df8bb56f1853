/** The viewing session's figures: how fast the picture comes back, and how exactly the 30 seconds are kept. */
import type { LogEntry, LogType } from '../../shared/log.ts';
import type { ViewingPhase } from '../../shared/viewing.ts';
import type { RunningApp } from '../e2e/support/running-app.ts';
import { openSurroundings, type Surroundings } from './shell/watching.ts';
import { atMost, type Bench, type Figures, lowerQuartile, median, noted } from './support/figures.ts';
import { type MachinePauses, watchMachinePauses } from './support/machine-pauses.ts';
import { type BareBrowser, openBareBrowser } from './viewing/bare-browser.ts';

const ROUNDS = 11;
/** A disconnect while the machine itself stood still for longer says nothing about us: that lap is done again. */
const PAUSE_MS = 30;
const REPEATS = 15;
const DISCONNECT_DELAY_MS = 1_500;
/** Asking how far it is would slow it down. */
const UNDISTURBED_MS = 1_200;

export const figures: Bench = async (tell) => {
  const surroundings = await openSurroundings();
  const bare = await openBareBrowser();
  const pauses = watchMachinePauses();
  const app = await surroundings.launchApp({
    args: ['--away-on', 'hidden'],
    env: { STAGEWATCH_DISCONNECT_DELAY_MS: String(DISCONNECT_DELAY_MS) },
  });
  try {
    return await measure(surroundings, bare, app, pauses, tell);
  } catch (error) {
    tell(app.output());
    throw error;
  } finally {
    await app.kill('SIGTERM');
    pauses.close();
    await bare.close();
    await surroundings.close();
  }
};

/** Two ways to look away and back: the bare join is compared with the first, the second is what a cashier does. */
const WAYS = {
  lock: {
    away: (app: RunningApp) => app.main(({ powerMonitor }) => void powerMonitor.emit('lock-screen')),
    back: (app: RunningApp) => app.main(({ powerMonitor }) => void powerMonitor.emit('unlock-screen')),
  },
  minimize: {
    away: (app: RunningApp) => app.minimize(),
    back: (app: RunningApp) => app.restore(),
  },
};

async function measure(
  surroundings: Surroundings,
  bare: BareBrowser,
  app: RunningApp,
  pauses: MachinePauses,
  tell: (line: string) => void,
): Promise<Figures> {
  await until(app, 'watching');
  const bareMs: number[] = [];
  const lap = async (way: keyof typeof WAYS): Promise<Lap> => {
    await WAYS[way].away(app);
    await until(app, 'parked');
    // Round by round: the app is parked while the bare page joins, the bare page has left while the app returns.
    bareMs.push(await bare.joinToPlayingMs(await surroundings.issueToken()));
    const played = await count(app, 'sdk.playing');
    await WAYS[way].back(app);
    await sleep(UNDISTURBED_MS);
    await poll(async () => (await count(app, 'sdk.playing')) > played, 'the picture');
    return lapOf(await app.log());
  };
  await lap('lock'); // warms both up
  bareMs.length = 0;
  const laps: Record<keyof typeof WAYS, Lap[]> = { lock: [], minimize: [] };
  const disturbed: Lap[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const way of ['lock', 'minimize'] as const) {
      let done = await lap(way);
      while (pauses.longestMs(done.dueAt, done.leftAt) > PAUSE_MS && disturbed.length < REPEATS) {
        disturbed.push(done);
        done = await lap(way);
      }
      laps[way].push(done);
    }
  }

  const joinMs = laps.lock.map((each) => each.joinMs);
  const lookMs = laps.minimize.map((each) => each.lookMs);
  const lateMs = [...laps.lock, ...laps.minimize].map(lateness);
  tell(`bare ${list(bareMs)} ms`);
  tell(`app ${list(joinMs)} ms; look → picture ${list(lookMs)} ms; late ${list(lateMs)} ms`);
  tell(
    `done again, because the machine stood still: ${disturbed.length} laps, late ${list(disturbed.map(lateness))} ms`,
  );
  const bareQuartileMs = lowerQuartile(bareMs);
  return {
    'join() → playing, bare SDK page, lower quartile': noted(bareQuartileMs, 'ms'),
    'join() → playing, bare SDK page, median': noted(median(bareMs), 'ms'),
    'join() → playing through the app': atMost(lowerQuartile(joinMs) / bareQuartileMs, 1.3, '×', 'bare SDK page'),
    'join() → playing through the app, medians': noted(median(joinMs) / median(bareMs), '×'),
    'look again → picture, from parked': atMost(
      lowerQuartile(lookMs) / bareQuartileMs,
      1.5,
      '×',
      "bare SDK page's join",
    ),
    'look again → picture, from parked, medians': noted(median(lookMs) / median(bareMs), '×'),
    'disconnect after its deadline, median': atMost(median(lateMs), 100, 'ms'),
    'disconnect after its deadline, worst': atMost(Math.max(...lateMs), 100, 'ms'),
    'laps done again because the machine stood still at the deadline': noted(disturbed.length, 'laps'),
  };
}

interface Lap {
  /** From the connect command to the first frame on screen. */
  joinMs: number;
  /** From the signal that somebody looks again to the first frame, as the main process hears of it. */
  lookMs: number;
  /** When the SDK was to leave, and when it had left; milliseconds since the epoch. */
  dueAt: number;
  leftAt: number;
}

const lateness = ({ dueAt, leftAt }: Lap): number => leftAt - dueAt;

/** The newest lap in the log, by the app's own clock. */
function lapOf(log: readonly LogEntry[]): Lap {
  const last = (type: LogType) => log.findLast((entry) => entry.type === type)!;
  const atMs = (type: LogType) => Date.parse(String(last(type).details.clientAt));
  return {
    joinMs: Number(last('sdk.playing').details.sinceConnectMs),
    lookMs: atMs('sdk.playing') - atMs('viewer.connecting'),
    dueAt: atMs('viewer.away') + DISCONNECT_DELAY_MS,
    leftAt: atMs('sdk.left'),
  };
}

async function until(app: RunningApp, phase: ViewingPhase): Promise<void> {
  await poll(async () => (await app.phase()) === phase, `phase ${phase}`);
}

async function count(app: RunningApp, type: LogType): Promise<number> {
  return (await app.logTypes()).filter((logged) => logged === type).length;
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
