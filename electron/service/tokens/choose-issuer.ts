/** Which issuer the settings, the environment and the keychain amount to. */
import type { IssuerKind } from '../../../shared/api.ts';
import { StartError } from '../http/listen.ts';
import { type TokenIssuer, TokenIssuerError } from './issuer.ts';
import { PrivateKeyError } from './private-key.ts';

export interface GivenKeyPair {
  privateKeyPem?: string | undefined;
  publicKeyArn?: string | null | undefined;
}

export interface IssuerChoice {
  wanted: 'auto' | 'aws' | 'key-pair';
  /** From the environment; it goes before what is kept. */
  given: GivenKeyPair;
  /** The keychain's; it may be locked for a while. Left out: there is none. */
  kept?: () => Promise<GivenKeyPair | null>;
  /** By CreateParticipantToken. */
  aws: TokenIssuer;
  keyPair(pair: { privateKeyPem: string; publicKeyArn: string }): Promise<TokenIssuer>;
}

/** The settings want a key pair that is not there, and never will be. Its message says what is missing and what to do. */
export class KeyPairMissing extends StartError {
  override name = 'KeyPairMissing';
}

/**
 * An issuer that is settled once the keychain has answered, which it does only when the shell is ready.
 * `auto`: the key pair where both halves are there, else AWS. The local stage does not know keys that were imported at
 * Amazon IVS, so there the key pair must be asked for by name.
 * @throws KeyPairMissing where a key pair is wanted by name and there is no keychain that may have what is missing
 */
export function chooseIssuer(choice: IssuerChoice): TokenIssuer {
  const { wanted, given, kept, aws } = choice;
  const mayBeKeyPair = wanted === 'key-pair' || (wanted === 'auto' && aws.kind !== 'local');
  if (wanted === 'key-pair' && kept === undefined) completeOrThrow(given);

  let chosen: TokenIssuer | null = mayBeKeyPair && (kept !== undefined || isComplete(given)) ? null : aws;
  let choosing: Promise<TokenIssuer> | null = null;

  async function choose(): Promise<TokenIssuer> {
    const stored = isComplete(given) || kept === undefined ? null : await kept();
    const pair = withoutGaps(given, stored);
    if (wanted === 'auto' && !isComplete(pair)) return aws;
    return choice.keyPair(completeOrThrow(pair));
  }

  /** Once chosen it stays; a choice that failed is made anew, since the keychain may be unlocked by then. */
  async function issuer(): Promise<TokenIssuer> {
    if (chosen !== null) return chosen;
    choosing ??= choose().finally(() => {
      choosing = null;
    });
    try {
      chosen = await choosing;
      return chosen;
    } catch (error) {
      throw unusable(error);
    }
  }

  issuer().catch(() => {}); // whoever needs a token is told

  const known = (): { kind: IssuerKind; publicKeyArn: string | null } =>
    chosen ??
    (wanted === 'key-pair' || isComplete(given)
      ? { kind: 'key-pair', publicKeyArn: given.publicKeyArn ?? null }
      : { kind: aws.kind, publicKeyArn: null });

  return {
    get kind() {
      return known().kind;
    },
    get publicKeyArn() {
      return known().publicKeyArn;
    },
    issue: async (request) => (await issuer()).issue(request),
    issuePublisher: async (request) => (await issuer()).issuePublisher(request),
  };
}

type CompleteKeyPair = { privateKeyPem: string; publicKeyArn: string };

const isComplete = (pair: GivenKeyPair): pair is CompleteKeyPair => !!pair.privateKeyPem && !!pair.publicKeyArn;

const withoutGaps = (given: GivenKeyPair, stored: GivenKeyPair | null): GivenKeyPair => ({
  privateKeyPem: given.privateKeyPem ?? stored?.privateKeyPem,
  publicKeyArn: given.publicKeyArn ?? stored?.publicKeyArn,
});

/** @throws KeyPairMissing */
function completeOrThrow(pair: GivenKeyPair): CompleteKeyPair {
  if (isComplete(pair)) return pair;
  const missing = [
    !pair.privateKeyPem && 'STAGEWATCH_PRIVATE_KEY ("npm run keys" makes one)',
    !pair.publicKeyArn && 'STAGEWATCH_PUBLIC_KEY_ARN (what "aws ivs-realtime import-public-key" answered)',
  ].filter((name) => name !== false);
  throw new KeyPairMissing(`STAGEWATCH_TOKEN_ISSUER is key-pair, but there is no ${missing.join(' and no ')}.`);
}

function unusable(error: unknown): unknown {
  if (!(error instanceof KeyPairMissing || error instanceof PrivateKeyError)) return error;
  return new TokenIssuerError({
    reason: error.name,
    retryable: false,
    advice: 'key-pair',
    message: error.message,
    cause: error,
  });
}
