import type { LogEntry } from '../../../shared/log.ts';

export interface EntryTime {
  label: 'log.time' | 'log.atAws' | 'log.loggedAt';
  /** ISO 8601. */
  at: string;
}

/** When it was. AWS is asked now and then: there the log's own time only says when the answer came. */
export function timesOf({ at, source, details: { awsAt } }: Pick<LogEntry, 'at' | 'source' | 'details'>): EntryTime[] {
  if (source !== 'aws' || typeof awsAt !== 'string' || Number.isNaN(Date.parse(awsAt)))
    return [{ label: 'log.time', at }];
  return [
    { label: 'log.atAws', at: awsAt },
    { label: 'log.loggedAt', at },
  ];
}
