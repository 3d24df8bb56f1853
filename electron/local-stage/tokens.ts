/**
 * Participant tokens: ES384 JSON Web Tokens with the fields that the Web Broadcast SDK reads (docs/ivs-wire.md), signed
 * by this stage or with the private half of a public key that was imported.
 */
import type { KeyObject } from 'node:crypto';
import {
  calculateJwkThumbprint,
  decodeProtectedHeader,
  exportJWK,
  exportPKCS8,
  exportSPKI,
  generateKeyPair,
  importPKCS8,
  importSPKI,
  jwtVerify,
  SignJWT,
} from 'jose';
import { JWTExpired } from 'jose/errors';
import { z } from 'zod';
import { isPublicKeyArn, scopeOf } from './public-keys.ts';

/** Both halves as PEM: they cross into a worker, and can be kept so that a restarted stage accepts older tokens. */
export interface StageKeyPair {
  privateKeyPem: string;
  publicKeyPem: string;
}

export interface Claims {
  participantId: string;
  stageArn: string;
  userId: string;
  attributes: Record<string, string>;
  canPublish: boolean;
  canSubscribe: boolean;
}

export type TokenCheck = { ok: true; claims: Claims } | { ok: false; reason: 'malformed' | 'signature' | 'expired' };

export interface Tokens {
  /** @param expiresAt milliseconds since 1970; the token carries whole seconds */
  issue(claims: Claims, expiresAt: number): Promise<string>;
  check(token: string): Promise<TokenCheck>;
}

const payloadSchema = z.object({
  jti: z.string().min(1).max(64),
  resource: z.string(),
  topic: z.string(),
  user_id: z.string().default(''),
  attributes: z.record(z.string(), z.string()).default({}),
  capabilities: z
    .object({ allow_publish: z.boolean().optional(), allow_subscribe: z.boolean().optional() })
    .default({}),
});

/** What a token that was signed with an imported key must say beyond that (AWS, "Creating tokens with a key pair"). */
const keyPairPayloadSchema = payloadSchema.extend({
  jti: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  iat: z.number(),
  events_url: z.url(),
  whip_url: z.url(),
  version: z.literal('1.0'),
});

export async function generateStageKeyPair(): Promise<StageKeyPair> {
  const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
  return { privateKeyPem: await exportPKCS8(privateKey), publicKeyPem: await exportSPKI(publicKey) };
}

/**
 * @param urls where the SDK finds the events socket and the media endpoint; known once the server listens
 * @param now wall clock in milliseconds
 * @param importedKey the public key of an ARN, if one of that ARN was imported
 */
export async function createTokens(
  keyPair: StageKeyPair,
  urls: () => { eventsUrl: string; whipUrl: string },
  now: () => number,
  importedKey: (arn: string) => KeyObject | null = () => null,
): Promise<Tokens> {
  const privateKey = await importPKCS8(keyPair.privateKeyPem, 'ES384');
  const publicKey = await importSPKI(keyPair.publicKeyPem, 'ES384', { extractable: true });
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));

  return {
    issue(claims, expiresAt) {
      const { eventsUrl, whipUrl } = urls();
      const capabilities = {
        ...(claims.canPublish && { allow_publish: true }),
        ...(claims.canSubscribe && { allow_subscribe: true }),
      };
      return new SignJWT({
        resource: claims.stageArn,
        topic: claims.stageArn.slice(claims.stageArn.lastIndexOf('/') + 1),
        events_url: eventsUrl,
        whip_url: whipUrl,
        user_id: claims.userId,
        attributes: claims.attributes,
        capabilities,
        version: '0.0',
      })
        .setProtectedHeader({ alg: 'ES384', typ: 'JWT', kid })
        .setJti(claims.participantId)
        .setIssuedAt(Math.floor(now() / 1000))
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(privateKey);
    },

    async check(token) {
      try {
        const keyArn = keyArnIn(token);
        const key = keyArn === null ? publicKey : importedKey(keyArn);
        if (key === null) return { ok: false, reason: 'signature' };
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['ES384'],
          requiredClaims: ['exp'],
          currentDate: new Date(now()),
        });
        const parsed = (keyArn === null ? payloadSchema : keyPairPayloadSchema).safeParse(payload);
        if (!parsed.success || !parsed.data.resource.endsWith(`:stage/${parsed.data.topic}`)) {
          return { ok: false, reason: 'malformed' };
        }
        // A key is good for the stages of its own account and region.
        if (keyArn !== null && scopeOf(keyArn) !== scopeOf(parsed.data.resource)) {
          return { ok: false, reason: 'signature' };
        }
        const { jti, resource, user_id, attributes, capabilities } = parsed.data;
        const claims: Claims = {
          participantId: jti,
          stageArn: resource,
          userId: user_id,
          attributes,
          canPublish: capabilities.allow_publish === true,
          canSubscribe: capabilities.allow_subscribe === true,
        };
        return { ok: true, claims };
      } catch (error) {
        if (error instanceof JWTExpired) return { ok: false, reason: 'expired' };
        const malformed = !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);
        return { ok: false, reason: malformed ? 'malformed' : 'signature' };
      }
    },
  };
}

/** The imported key that a token names; null: it names none, so this stage itself must have signed it. */
function keyArnIn(token: string): string | null {
  const { kid } = decodeProtectedHeader(token);
  return kid !== undefined && isPublicKeyArn(kid) ? kid : null;
}
