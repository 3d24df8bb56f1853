import type { StatusEvent } from '../../shared/api.ts';

/** What is known of the service's database. Reads may work on a full disk: the service's word counts beside the answers. */
export interface StoreTrouble {
  /** The last read was answered with STORE_UNAVAILABLE. */
  unreadable: boolean;
  /** What the service last told of itself: at the begin of each event stream, and with each change. */
  told: StatusEvent['store']['status'];
}

export const noTrouble: StoreTrouble = { unreadable: false, told: 'ok' };

export const isStoreFailing = ({ unreadable, told }: StoreTrouble): boolean => unreadable || told === 'failing';

export const afterStatus = (trouble: StoreTrouble, { store }: StatusEvent): StoreTrouble =>
  trouble.told === store.status ? trouble : { ...trouble, told: store.status };

/** An answer of the API: the code of its failure, null where it was well. Other failures say nothing of the database. */
export function afterAnswer(trouble: StoreTrouble, code: string | null): StoreTrouble {
  if (code !== null && code !== 'STORE_UNAVAILABLE') return trouble;
  const unreadable = code !== null;
  return unreadable === trouble.unreadable ? trouble : { ...trouble, unreadable };
}
