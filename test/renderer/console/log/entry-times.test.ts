import { expect, it } from 'vitest';
import { timesOf } from '../../../../renderer/console/log/entry-times.ts';

const at = '2026-01-01T00:01:00.000Z';
const awsAt = '2026-01-01T00:00:10.000Z';

it('of what was written as it happened, the log’s time is the one', () => {
  expect(timesOf({ at, source: 'api', details: {} })).toEqual([{ label: 'log.time', at }]);
});

it('of what AWS told afterwards, AWS’s time comes first, and the log’s is told as when it was written', () => {
  expect(timesOf({ at, source: 'aws', details: { awsAt } })).toEqual([
    { label: 'log.atAws', at: awsAt },
    { label: 'log.loggedAt', at },
  ]);
});

it('is the log’s alone where AWS’s is none, or is a client’s claim', () => {
  expect(timesOf({ at, source: 'aws', details: { awsAt: 'yesterday' } })).toEqual([{ label: 'log.time', at }]);
  expect(timesOf({ at, source: 'viewer', details: { awsAt } })).toEqual([{ label: 'log.time', at }]);
});
