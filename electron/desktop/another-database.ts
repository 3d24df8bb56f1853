import type { StatusEvent } from '../../shared/api.ts';

/**
 * Watches the service's status for the sign that it works on another database (a backup was restored, its file was
 * replaced): what the page has read of the old one is void, and numbers of log entries begin anew.
 * @returns takes each status in turn
 */
export function watchDatabase(onAnother: () => void): (status: StatusEvent) => void {
  let known: string | undefined;
  return ({ database }) => {
    if (database === undefined || database === known) return;
    const isFirst = known === undefined;
    known = database;
    if (!isFirst) onAnother();
  };
}
