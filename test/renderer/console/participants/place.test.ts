import { describe, expect, it } from 'vitest';
import { openRowOf, queryOf, writeOpenRow, writeQuery } from '../../../../renderer/console/participants/place.ts';
import { type ParticipantsQuery, plainQuery } from '../../../../renderer/state/participants-query.ts';

const ARN = 'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl';
const read = (hash: string) => queryOf(new URLSearchParams(hash));

describe('the address of a list', () => {
  it('is empty for the plain list', () => {
    const params = new URLSearchParams();
    writeQuery(params, plainQuery);
    expect(params.size).toBe(0);
    expect(read('')).toEqual(plainQuery);
  });

  it('says all that is asked for, and reads it back', () => {
    const query: ParticipantsQuery = {
      sort: 'watch',
      descending: true,
      states: ['away', 'silent'],
      sources: ['api'],
      stages: [ARN, `${ARN}2`],
      ghostsOnly: true,
      search: '收銀台 & #1',
    };
    const params = new URLSearchParams('user=till-07');
    writeQuery(params, query);
    expect(params.get('user')).toBe('till-07');
    expect(read(String(params))).toEqual(query);
  });

  it('passes over words that mean nothing', () => {
    expect(read('sort=-nonsense&state=asleep&source=elsewhere')).toEqual(plainQuery);
  });

  it.each(['till-07', '<img src=x>', '\u202eevil', 'a&stage=b', 'x'.repeat(128), '👩‍👩‍👧‍👦'])('opens %s', (userId) => {
    const params = new URLSearchParams('q=x');
    writeOpenRow(params, { kind: 'user', userId, stageArn: ARN });
    expect(openRowOf(new URLSearchParams(String(params)))).toEqual({ kind: 'user', userId, stageArn: ARN });
  });

  it('opens somebody whose name nobody knows, and closes again', () => {
    const params = new URLSearchParams('q=x');
    writeOpenRow(params, { kind: 'participant', participantId: 'p-1', stageArn: null });
    expect(openRowOf(params)).toEqual({ kind: 'participant', participantId: 'p-1', stageArn: null });
    writeOpenRow(params, null);
    expect(openRowOf(params)).toBeNull();
    expect(String(params)).toBe('q=x');
  });
});
