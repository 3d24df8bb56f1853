import type { Logger } from 'pino';
import type { Autostart } from './autostart.ts';

/**
 * Brings the system to what is wanted, one wish after the other, and reads back what came of it; undefined: nobody said, so
 * nothing is touched. What was written is in the log, and so is why it was not. Never rejects.
 */
export function keepAutostart(
  autostart: Autostart,
  log: Pick<Logger, 'info' | 'warn' | 'error'>,
): (wanted: boolean | undefined) => Promise<void> {
  const { where, command } = autostart;

  async function keep(on: boolean): Promise<void> {
    const written = await autostart.set(on);
    const now = await autostart.state();
    if (now === 'foreign') {
      return log.warn({ where }, 'Start at login is left as it is: what is there was not written by Stagewatch');
    }
    if (now !== (on ? 'on' : 'off'))
      return log.warn({ where, now }, 'The system did not take the change of start at login');
    if (!written) return;
    if (on) log.info({ where, command }, 'Starts at login from now on');
    else log.info({ where }, 'Does not start at login any more');
  }

  let last = Promise.resolve();
  return (wanted) => {
    if (wanted === undefined) return last;
    last = last
      .then(() => keep(wanted))
      .catch((error: unknown) => log.error({ err: error, where }, 'Start at login could not be changed'));
    return last;
  };
}
