import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { onlyImplemented } from './implemented.ts';

/** Silent by itself: this has no connection to logind. Tests emit its events. */
class PowerMonitorOnChromium extends EventEmitter {
  getSystemIdleState = (_thresholdSeconds: number) => 'unknown' as const;
  /** Whole seconds, as the X server counts them (xprintidle). */
  getSystemIdleTime = (): number => Math.floor(Number(execFileSync('xprintidle', { encoding: 'utf8' })) / 1000);
}

export const powerMonitor = onlyImplemented(
  'powerMonitor',
  new PowerMonitorOnChromium() satisfies Pick<Electron.PowerMonitor, 'getSystemIdleState' | 'getSystemIdleTime'>,
);
