import type { DriftData, OverviewData, StagesData } from '../../../shared/api.ts';
import type { NavRoute } from '../../app/route.ts';

/** What needs somebody's attention, most urgent first. Texts: `alarms.<kind>` of the catalogue. */
export type Alarm =
  | { kind: 'service' }
  | { kind: 'store' }
  | { kind: 'aws'; message: string }
  | { kind: 'not-live'; stageArn: string; viewers: number }
  | { kind: 'not-live-empty'; stageArn: string }
  | { kind: 'over-budget'; stageArn: string; spent: number; budget: number }
  | { kind: 'billed-ghosts'; count: number }
  | { kind: 'silent-ghosts'; count: number };

export type Severity = 'bad' | 'warn';

export const severityOf: Record<Alarm['kind'], Severity> = {
  service: 'bad',
  store: 'bad',
  aws: 'bad',
  'not-live': 'bad',
  'not-live-empty': 'warn',
  'over-budget': 'warn',
  'billed-ghosts': 'warn',
  'silent-ghosts': 'warn',
};

/** Where one does something about it; null: not in this console. */
export const remedyPage: Record<Alarm['kind'], NavRoute | null> = {
  service: null,
  store: 'log',
  aws: 'connection',
  'not-live': 'connection',
  'not-live-empty': 'connection',
  'over-budget': 'cost',
  'billed-ghosts': 'participants',
  'silent-ghosts': 'participants',
};

export interface AlarmSigns {
  /** The event stream is up. */
  connected: boolean;
  storeFailing: boolean;
  overview: OverviewData | null;
  stages: StagesData | null;
  drift: DriftData | null;
}

/** What the signs amount to. What is not known raises no alarm: the pages say themselves that they do not know. */
export function alarmsFrom({ connected, storeFailing, overview, stages, drift }: AlarmSigns): Alarm[] {
  const alarms: Alarm[] = [];
  if (!connected) alarms.push({ kind: 'service' });
  if (storeFailing) alarms.push({ kind: 'store' });
  const problem = stages?.problem ?? drift?.problem ?? null;
  if (problem !== null) alarms.push({ kind: 'aws', message: problem });
  for (const { stageArn, publishing, currentViewers, isDefault } of stages?.stages ?? []) {
    if (publishing.state !== 'not-live') continue;
    // Nobody waits for a stage that nobody watches; the default one is expected to be on air.
    if (currentViewers > 0) alarms.push({ kind: 'not-live', stageArn, viewers: currentViewers });
    else if (isDefault) alarms.push({ kind: 'not-live-empty', stageArn });
  }
  for (const { stageArn, overBudget, dailyBudget, billedCostToday } of overview?.stages ?? []) {
    if (overBudget && dailyBudget !== null) {
      alarms.push({ kind: 'over-budget', stageArn, spent: billedCostToday, budget: dailyBudget });
    }
  }
  const ghosts = (kind: DriftData['ghosts'][number]['kind']) =>
    (drift?.ghosts ?? []).filter((ghost) => ghost.kind === kind).length;
  const [billed, silent] = [ghosts('only-there'), ghosts('only-here')];
  if (billed > 0) alarms.push({ kind: 'billed-ghosts', count: billed });
  if (silent > 0) alarms.push({ kind: 'silent-ghosts', count: silent });
  return alarms;
}

/** One line for each alarm in a list, whatever else changes about it. */
export const keyOf = (alarm: Alarm): string => ('stageArn' in alarm ? `${alarm.kind} ${alarm.stageArn}` : alarm.kind);
