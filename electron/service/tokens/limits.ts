import { type TokenIssueRequest, TokenIssuerError } from './issuer.ts';

/** Amazon IVS: a user id of at most 128 characters; all attributes, names and values, at most 1 KB of UTF-8 together. */
const MAX_USER_ID_CHARACTERS = 128;
const MAX_ATTRIBUTES_BYTES = 1_024;

/** What AWS would refuse is refused before it is asked, or signed. @throws TokenIssuerError that says which limit */
export function checkLimits({ userId, attributes = {} }: TokenIssueRequest): void {
  if (userId.length > MAX_USER_ID_CHARACTERS) {
    throw tooLong(`The userId has ${userId.length} characters; Amazon IVS takes ${MAX_USER_ID_CHARACTERS}.`);
  }
  const bytes = Object.entries(attributes)
    .flat()
    .reduce((total, text) => total + Buffer.byteLength(text), 0);
  if (bytes > MAX_ATTRIBUTES_BYTES) {
    throw tooLong(
      `The attributes have ${bytes} bytes; Amazon IVS takes ${MAX_ATTRIBUTES_BYTES}, names and values together.`,
    );
  }
}

const tooLong = (message: string) =>
  new TokenIssuerError({ reason: 'LimitExceeded', retryable: false, advice: 'invalid', message });
