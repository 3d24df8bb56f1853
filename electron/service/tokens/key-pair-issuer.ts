/** Tokens signed here with a key pair whose public half Amazon IVS knows (AWS, "Creating tokens with a key pair"). */
import { webcrypto } from 'node:crypto';
import { SignJWT } from 'jose';
import { PUBLISHER_TOKEN_LIFETIME_MS, TOKEN_LIFETIME_MS } from '../../../shared/durations.ts';
import type { IssuedPublisherToken, TokenIssueRequest, TokenIssuer } from './issuer.ts';
import { checkLimits } from './limits.ts';
import { newParticipantId } from './participant-id.ts';
import { readPrivateKey } from './private-key.ts';
import type { StageEndpointsCache } from './stage-endpoints.ts';

const VERSION = '1.0';

/**
 * @param options.privateKeyPem P-384, PKCS#8
 * @param options.publicKeyArn what ImportPublicKey answered: `arn:aws:ivs:REGION:ACCOUNT:public-key/ID`
 * @param options.now wall clock in milliseconds
 * @throws PrivateKeyError
 */
export async function createKeyPairIssuer(options: {
  privateKeyPem: string;
  publicKeyArn: string;
  endpoints: StageEndpointsCache;
  now: () => number;
}): Promise<TokenIssuer> {
  const { publicKeyArn, endpoints, now } = options;
  const key = await importOnce(options.privateKeyPem);
  const header = { alg: 'ES384', typ: 'JWT', kid: publicKeyArn };

  async function sign(
    request: TokenIssueRequest,
    capabilities: { allow_subscribe: true } | { allow_publish: true },
    lifetimeMs: number,
  ): Promise<IssuedPublisherToken> {
    checkLimits(request);
    const { stageArn, userId, attributes = {} } = request;
    const { eventsUrl, whipUrl } = await endpoints.of(stageArn);
    const participantId = newParticipantId();
    const issuedAtS = Math.floor(now() / 1000);
    const expiresAtS = issuedAtS + lifetimeMs / 1000;
    const token = await new SignJWT({
      exp: expiresAtS,
      iat: issuedAtS,
      jti: participantId,
      resource: stageArn,
      topic: stageArn.slice(stageArn.lastIndexOf('/') + 1),
      events_url: eventsUrl,
      whip_url: whipUrl,
      user_id: userId,
      attributes,
      capabilities,
      version: VERSION,
    })
      .setProtectedHeader(header)
      .sign(key);
    return { token, participantId, expiresAt: expiresAtS * 1000, whipUrl };
  }

  return {
    kind: 'key-pair',
    publicKeyArn,
    async issue(request) {
      const { token, participantId, expiresAt } = await sign(request, { allow_subscribe: true }, TOKEN_LIFETIME_MS);
      return { token, participantId, expiresAt };
    },
    issuePublisher: (request) => sign(request, { allow_publish: true }, PUBLISHER_TOKEN_LIFETIME_MS),
  };
}

/** For Web Crypto, which signs beside the event loop; not extractable any more. */
async function importOnce(pem: string): Promise<webcrypto.CryptoKey> {
  const der = readPrivateKey(pem).export({ format: 'der', type: 'pkcs8' });
  return webcrypto.subtle.importKey('pkcs8', der, { name: 'ECDSA', namedCurve: 'P-384' }, false, ['sign']);
}
