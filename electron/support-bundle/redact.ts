/** Takes out of a support bundle what nobody else should read. Pure. */
import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { createKnownWords } from './known-words.ts';

export interface Redactor {
  /** From here on this is taken for a user id wherever it stands. */
  knowUser(userId: string): void;
  /** The same person is the same word all over one bundle, and another in the next. */
  userId(userId: string): string;
  text(text: string): string;
  /** Every string in it, its keys as they are; fields that hold secrets go as a whole. */
  value<T>(value: T): T;
}

export interface Redaction {
  /** Random, made for this bundle and kept nowhere. */
  salt: Uint8Array;
  showUserIds: boolean;
  /** What must appear nowhere: the API key, an access key… */
  secrets: readonly string[];
  homeFolder: string;
  hostName: string;
}

const USER_FIELDS = new Set(['userid', 'viewerid', 'user']);
const SECRET_FIELDS = new Set([
  ...['token', 'apikey', 'xapikey', 'privatekey', 'privatekeypem', 'secretaccesskey', 'sessiontoken', 'accesskeyid'],
  ...[
    'password',
    'secret',
    'authorization',
    'cookie',
    'setcookie',
    'pin',
    'currentpin',
    'hash',
    'salt',
    'pinhash',
    'bearer',
  ],
]);
const nameOf = (key: string) => key.toLowerCase().replaceAll(/[-_]/g, '');

/** Shapes of what is secret or personal, wherever it stands. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z0-9 ]+-----[\s\S]*?(-----END [A-Z0-9 ]+-----|$)/g, '[private key]'],
  // A JWT, as Amazon IVS' participant tokens are.
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?/g, '[token]'],
  [/\b(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g, '[access key id]'],
  [/\$(scrypt|argon2(id|i|d)?|2[aby])\$[^\s"']+/g, '[hash]'],
  [/(\/\/)[^\s/:@"']+:[^\s/@"']+@/g, '$1[credentials]@'],
  [/([?&](?:token|key|api[-_]?key|secret|sig|signature|x-amz-[a-z-]+)=)[^&\s"'#]+/gi, '$1[redacted]'],
  [/(\b(?:bearer|x-api-key:?)\s+)[A-Za-z0-9._~+/=-]{8,}/gi, '$1[redacted]'],
];

/** Not after a product's name: `Chrome/156.0.0.0` is a version. */
const IPV4 = /(?<![\d.]|[A-Za-z]\/)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)/g;
const IPV6 = /(?<![0-9A-Za-z:.])[0-9a-fA-F:]*:[0-9a-fA-F:]*:[0-9a-fA-F:.]*(?![0-9A-Za-z:])/g;
/** This machine itself, or any: says nothing about anybody. */
const isNobodys = (ip: string) => ip.startsWith('127.') || ['0.0.0.0', '255.255.255.255', '::1', '::'].includes(ip);

export function createRedactor({ salt, showUserIds, secrets, homeFolder, hostName }: Redaction): Redactor {
  const users = createKnownWords();
  /** How a user id is written in an address. */
  const encoded = new Map<string, string>();
  const hashes = new Map<string, string>();
  const literal = literals(secrets, homeFolder, hostName);

  function hashOf(userId: string): string {
    let hash = hashes.get(userId);
    if (hash === undefined) {
      hash = `user-${createHmac('sha256', salt).update(userId).digest('hex').slice(0, 12)}`;
      hashes.set(userId, hash);
    }
    return hash;
  }

  const userIdOf = (userId: string) => (showUserIds ? userId : hashOf(userId));

  function text(given: string): string {
    let result = given;
    for (const [word, by] of literal) result = result.replaceAll(word, by);
    for (const [shape, by] of shapes) result = result.replaceAll(shape, by);
    result = result.replaceAll(IPV4, (ip) => (isNobodys(ip) ? ip : '[ip]'));
    result = result.replaceAll(IPV6, (ip) => (isIPv6(ip) && !isNobodys(ip) ? '[ip]' : ip));
    return showUserIds ? result : users.replace(result, (word) => hashOf(encoded.get(word) ?? word));
  }

  function value(given: unknown, key = ''): unknown {
    if (SECRET_FIELDS.has(nameOf(key)) && given !== null && typeof given !== 'boolean') return '[redacted]';
    if (typeof given === 'string') return USER_FIELDS.has(nameOf(key)) ? userIdOf(given) : text(given);
    if (Array.isArray(given)) return given.map((each) => value(each, key));
    if (given === null || typeof given !== 'object') return given;
    // A name may be somebody's as well: of a record by user, say.
    return Object.fromEntries(Object.entries(given).map(([name, each]) => [text(name), value(each, name)]));
  }

  return {
    knowUser(userId) {
      if (showUserIds) return;
      users.add(userId);
      const inAddress = userId.isWellFormed() ? encodeURIComponent(userId) : userId;
      if (inAddress === userId) return;
      users.add(inAddress);
      encoded.set(inAddress, userId);
    },
    userId: userIdOf,
    text,
    value: <T>(given: T) => value(given) as T,
  };
}

/** Longest first, so that none is cut into by one that it contains. */
function literals(secrets: readonly string[], homeFolder: string, hostName: string): [string | RegExp, string][] {
  const known = [...secrets].filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  const result: [string | RegExp, string][] = known.map((secret) => [secret, '[redacted]']);
  // In JSON within text, a Windows path has its separators twice.
  if (homeFolder.length > 1) result.push([homeFolder, '~'], [homeFolder.replaceAll('\\', '\\\\'), '~']);
  if (hostName !== '' && hostName !== 'localhost') {
    const escaped = hostName.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    result.push([new RegExp(`(?<![A-Za-z0-9-])${escaped}(?![A-Za-z0-9-])`, 'gi'), '[host]']);
  }
  return result;
}
