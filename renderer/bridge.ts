import type { Bridge } from '../shared/ipc.ts';

declare global {
  interface Window {
    /** Exposed by the preload: the only way out of the page. */
    stagewatch: Bridge;
  }
}

export type { Bridge };
