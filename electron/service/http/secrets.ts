/** What a client reports of itself goes to the log and to other people's screens: tokens and keys must not. */

/** Three base64url parts with dots between, the first an object: a JWT such as a participant token. */
const JWT = /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g;
const REDACTED = '[redacted]';
const MAX_DEPTH = 6;
const TOO_DEEP = '[too deep]';

/** The same value without JWTs and without the API key, cut off below a depth that nobody reads. */
export function withoutSecrets(value: unknown, apiKey: string, depth = 0): unknown {
  if (typeof value === 'string') return value.toWellFormed().replace(JWT, REDACTED).replaceAll(apiKey, REDACTED);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return TOO_DEEP;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, apiKey, depth + 1));
  const entries = Object.entries(value).map(([name, item]) => [
    withoutSecrets(name, apiKey, depth),
    withoutSecrets(item, apiKey, depth + 1),
  ]);
  return Object.fromEntries(entries);
}
