/** Whether the system starts this program when its user logs in, and the way to change that. */

/**
 * `blocked`: there, and switched off in the system's own settings; `foreign`: something of that name that is not ours, and
 * is left alone.
 */
export type AutostartState = 'on' | 'off' | 'blocked' | 'foreign';

export interface Autostart {
  /** Where it is written, for the log and the preflight. */
  where: string;
  /** What would be started, as one line. */
  command: string;
  state(): Promise<AutostartState>;
  /** Leaves alone what is so already, and what is foreign. @returns whether anything was written @throws what the disk says */
  set(on: boolean): Promise<boolean>;
}
