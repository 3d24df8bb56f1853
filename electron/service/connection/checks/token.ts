import type { IssuerKind } from '../../../../shared/api.ts';
import { issuerMessages } from '../../http/messages.ts';
import type { TokenIssuer } from '../../tokens/issuer.ts';
import { TokenIssuerError } from '../../tokens/issuer.ts';
import type { Facts } from '../facts.ts';
import { type Finding, failed, fine, skipped, text } from '../finding.ts';
import { skippedFor } from '../run-checks.ts';
import { refusedText } from './permissions.ts';

/** Who the test is among the participants of the stage. */
export const TEST_USER_ID = 'stagewatch-connection-test';

/** A token of the issuer in use, kept for the checks of this run and nobody else. */
export async function issueTestToken(issuer: Pick<TokenIssuer, 'issue'>, facts: Facts): Promise<void> {
  const { stageArn } = facts;
  if (stageArn === null) return;
  try {
    facts.token = { ok: true, value: await issuer.issue({ stageArn, userId: TEST_USER_ID }) };
  } catch (error) {
    if (!(error instanceof TokenIssuerError)) throw error;
    const { reason, retryable, advice, message } = error;
    facts.token = { ok: false, problem: { reason, retryable, advice, message } };
  }
}

/** @param permission the check that says whether AWS allows it, where AWS issues tokens */
export async function checkToken({ token, stageArn }: Facts, kind: IssuerKind, permission: string): Promise<Finding> {
  if (token === null) {
    return stageArn === null
      ? skipped(text('沒有舞台可以簽發 Token', 'There is no stage to issue a token for'))
      : skippedFor(permission);
  }
  if (!token.ok) {
    const { problem } = token;
    if (kind !== 'key-pair' && problem.advice === 'access-denied') return skippedFor(permission);
    return failed(refusedText(problem), issuerMessages[problem.advice], { error: problem.reason });
  }
  const { participantId, expiresAt } = token.value;
  return fine(text('已簽發 Token', 'A token was issued'), {
    participantId,
    expiresAt: new Date(expiresAt).toISOString(),
  });
}
