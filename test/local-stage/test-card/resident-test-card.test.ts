/** The test card always plays: an operator may put it out, but only the stage ends it. */
import { DisconnectParticipantCommand } from '@aws-sdk/client-ivs-realtime';
import { expect, test } from 'vitest';
import { TEST_CARD_USER_ID } from '../../../electron/local-stage/index.ts';
import { connectEvents } from '../support/events-client.ts';
import { startStage } from '../support/stage.ts';
import { until } from '../support/until.ts';
import { subscribeWith } from '../support/whip-client.ts';

const CARD = 'TestCard0001';

test('put out by an operator, it publishes again as a fresh participant', async () => {
  const { stage, aws, token } = await startStage();
  const viewer = await token({ capabilities: ['SUBSCRIBE'] });
  const events = await connectEvents(stage.endpoint, viewer.token);
  await events.nextState();

  await aws.send(new DisconnectParticipantCommand({ stageArn: stage.stageArn, participantId: CARD }));
  expect((await events.nextState()).participants).toEqual([]);
  const [card] = (await events.nextState()).participants;
  expect(card).toMatchObject({ userId: TEST_CARD_USER_ID, isPublishing: true });
  expect(card!.id).not.toBe(CARD);

  const { video } = await subscribeWith(['VP8'], `${stage.endpoint}/subscribe/${card!.id}`, viewer.token);
  await until('pictures', () => video.length > 10);
});

for (const [how, end] of [
  ['stopped', 'stopTestCard'],
  ['its stage deleted', 'deleteStage'],
] as const) {
  test(`put out and then ${how}, it does not come back`, async () => {
    const { stage, aws } = await startStage();
    await aws.send(new DisconnectParticipantCommand({ stageArn: stage.stageArn, participantId: CARD }));
    expect(stage.figures()).toMatchObject({ publications: 0, timers: 1 }); // it is about to return
    stage[end]();
    expect(stage.figures()).toMatchObject({ publications: 0, timers: 0 });
  });
}
