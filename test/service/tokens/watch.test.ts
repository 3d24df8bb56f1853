/** Health tells how the last token went. */
import { expect, test } from 'vitest';
import { watchIssuer } from '../../../electron/service/tokens/watch.ts';
import { createNumberedIssuer } from '../support/numbered-issuer.ts';
import { createTestClock } from '../support/test-clock.ts';

test('unused, then ok; failing with the name of the error; ok again', async () => {
  const numbered = createNumberedIssuer(createTestClock());
  const { issuer, watch } = watchIssuer(numbered);
  const request = { stageArn: 'arn', userId: 'till-1' };
  expect(watch.status()).toEqual({ status: 'unused' });
  expect(await issuer.issue(request)).toMatchObject({ participantId: 'participant-1' });
  expect(watch.status()).toEqual({ status: 'ok' });
  numbered.refuseNext();
  await expect(issuer.issue(request)).rejects.toMatchObject({ reason: 'ThrottlingException' });
  expect(watch.status()).toEqual({ status: 'failing', message: 'ThrottlingException' });
  await issuer.issue(request);
  expect(watch.status()).toEqual({ status: 'ok' });
});
