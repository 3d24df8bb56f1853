import { expect, test } from 'vitest';
import { createStageRecords, type RecordLimits } from '../../electron/local-stage/records.ts';
import type { Claims } from '../../electron/local-stage/tokens.ts';
import { readUserAgent } from '../../electron/local-stage/user-agent.ts';
import { manualClock } from './support/stage.ts';

const agent = readUserAgent(undefined);
const claims = (participantId: string): Claims => ({
  participantId,
  stageArn: 'arn:aws:ivs:us-west-2:000000000000:stage/S',
  userId: participantId,
  attributes: {},
  canPublish: true,
  canSubscribe: true,
});

function recordsWith(limits: Partial<RecordLimits> = {}) {
  const now = manualClock();
  let sessions = 0;
  const newSessionId = () => `st-${++sessions}`;
  const generous = { sessions: 10, participantsPerSession: 10, eventsPerParticipant: 10 };
  return { now, records: createStageRecords({ now, newSessionId }, { ...generous, ...limits }) };
}

test('a session begins with the first participant and ends with the last', () => {
  const { records, now } = recordsWith();
  expect(records.active()).toBeNull();
  records.joined(claims('a'), agent, 'UNKNOWN');
  records.joined(claims('b'), agent, 'UNKNOWN');
  records.left('a');
  expect(records.active()).toMatchObject({ sessionId: 'st-1', endTime: null });
  now.advance(1000);
  records.left('b');
  expect(records.active()).toBeNull();
  expect(records.session('st-1')).toMatchObject({ endTime: '2026-03-01T12:00:01.000Z' });
  records.joined(claims('a'), agent, 'UNKNOWN');
  expect(records.sessions().map(({ sessionId }) => sessionId)).toEqual(['st-2', 'st-1']);
});

test('who comes back within a session keeps its first join', () => {
  const { records, now } = recordsWith();
  records.joined(claims('stays'), agent, 'UNKNOWN');
  records.joined(claims('a'), agent, 'UNKNOWN');
  records.left('a');
  now.advance(60_000);
  records.joined(claims('a'), agent, 'UNKNOWN');
  const participant = records.active()!.participants.get('a')!;
  expect(participant).toMatchObject({ state: 'CONNECTED', firstJoinTime: '2026-03-01T12:00:00.000Z' });
  expect(participant.events.map(({ name }) => name)).toEqual(['JOINED', 'LEFT', 'JOINED']);
});

test('leaving twice, or without having come, changes nothing', () => {
  const { records } = recordsWith();
  records.joined(claims('a'), agent, 'UNKNOWN');
  records.joined(claims('b'), agent, 'UNKNOWN');
  records.left('a');
  records.left('a');
  records.left('nobody');
  expect(records.active()).not.toBeNull();
});

test('whoever published once has published', () => {
  const { records } = recordsWith();
  records.joined(claims('a'), agent, 'WHIP');
  records.note('PUBLISH_STARTED', 'a');
  records.note('PUBLISH_STOPPED', 'a');
  expect(records.active()!.participants.get('a')).toMatchObject({ published: true });
});

test('what is kept has bounds, and those who are here are never forgotten', () => {
  const { records } = recordsWith({ sessions: 2, participantsPerSession: 2, eventsPerParticipant: 3 });
  records.joined(claims('stays'), agent, 'UNKNOWN');
  for (const name of ['a', 'b', 'c']) {
    records.joined(claims(name), agent, 'UNKNOWN');
    records.left(name);
  }
  expect([...records.active()!.participants.keys()]).toEqual(['stays', 'c']);
  for (let index = 0; index < 5; index += 1) records.note('SUBSCRIBE_ERROR', 'stays');
  expect(records.active()!.participants.get('stays')!.events).toHaveLength(3);
  for (let index = 0; index < 3; index += 1) {
    records.left('stays');
    records.joined(claims('stays'), agent, 'UNKNOWN');
  }
  expect(records.sessions()).toHaveLength(2);
});
