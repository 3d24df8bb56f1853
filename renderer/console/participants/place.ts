/** What the address says of the list of participants: `#/participants?state=silent&sort=-watch&user=till-07&stage=arn…`. */
import { type ParticipantsQuery, plainQuery, sortColumns } from '../../state/participants-query.ts';
import { listedSources, listedStates } from '../../state/participants-rows.ts';

/** The row that is open: a user on a stage, or a participant that nobody here knows by name. */
export type OpenRow =
  | { kind: 'user'; userId: string; stageArn: string | null }
  | { kind: 'participant'; participantId: string; stageArn: string | null };

/** Words that mean nothing (an old link, a typing error) are passed over. */
export function queryOf(params: URLSearchParams): ParticipantsQuery {
  const sorting = params.get('sort') ?? plainQuery.sort;
  const descending = sorting.startsWith('-');
  const column = sortColumns.find((each) => each === sorting.replace('-', ''));
  return {
    sort: column ?? plainQuery.sort,
    descending: column !== undefined && descending,
    states: listedStates.filter((state) => params.getAll('state').includes(state)),
    sources: listedSources.filter((source) => params.getAll('source').includes(source)),
    stages: params.getAll('on'),
    ghostsOnly: params.has('ghosts'),
    search: params.get('q') ?? '',
  };
}

/** Puts the query into the address, in place; what is as always is left out. */
export function writeQuery(params: URLSearchParams, query: ParticipantsQuery): void {
  for (const name of ['sort', 'state', 'source', 'on', 'ghosts', 'q']) params.delete(name);
  if (query.sort !== plainQuery.sort || query.descending) {
    params.set('sort', `${query.descending ? '-' : ''}${query.sort}`);
  }
  for (const state of query.states) params.append('state', state);
  for (const source of query.sources) params.append('source', source);
  for (const stage of query.stages) params.append('on', stage);
  if (query.ghostsOnly) params.set('ghosts', '1');
  if (query.search !== '') params.set('q', query.search);
}

export function openRowOf(params: URLSearchParams): OpenRow | null {
  const stageArn = params.get('stage');
  const userId = params.get('user');
  if (userId !== null) return { kind: 'user', userId, stageArn };
  const participantId = params.get('participant');
  return participantId === null ? null : { kind: 'participant', participantId, stageArn };
}

export function writeOpenRow(params: URLSearchParams, open: OpenRow | null): void {
  for (const name of ['user', 'stage', 'participant']) params.delete(name);
  if (open === null) return;
  if (open.kind === 'user') params.set('user', open.userId);
  else params.set('participant', open.participantId);
  if (open.stageArn !== null) params.set('stage', open.stageArn);
}
