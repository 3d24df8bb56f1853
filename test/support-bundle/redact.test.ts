import { expect, it } from 'vitest';
import { createRedactor, type Redaction } from '../../electron/support-bundle/redact.ts';

const redactor = (more: Partial<Redaction> = {}) =>
  createRedactor({
    ...{ salt: new Uint8Array(32).fill(1), showUserIds: false, secrets: ['key-of-a-test-0123456789'] },
    ...{ homeFolder: '/home/mei', hostName: 'till-7' },
    ...more,
  });

it.each([
  ['key key-of-a-test-0123456789!', 'key [redacted]!'],
  ['token eyJhbGciOiJFUzM4NCJ9.eyJqdGkiOiJwIn0.c2ln end', 'token [token] end'],
  ['keys AKIAIOSFODNN7EXAMPLE and ASIAIOSFODNN7EXAMPLE', 'keys [access key id] and [access key id]'],
  ['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', '[private key]'],
  ['open /home/mei/.aws/config', 'open ~/.aws/config'],
  ['at TILL-7.example.com, not till-70', 'at [host].example.com, not till-70'],
  ['from 10.0.4.17:52114 and fe80::1ff:fe23:4567:890a', 'from [ip]:52114 and [ip]'],
  ['https://mei:pass@example.com/?token=abc&a=1', 'https://[credentials]@example.com/?token=[redacted]&a=1'],
])('takes out of %s what nobody else should read', (given, left) => {
  expect(redactor().text(given)).toBe(left);
});

it.each([
  'Chrome/156.0.0.0 Safari/537.36',
  'listens on 127.0.0.1:8787 and [::1]',
  'at 12:34:56.789Z, format 1.2.3',
  'arn:aws:ivs:us-west-2:123456789012:stage/AbCdEfGhIjKl',
])('leaves %s as it is', (text) => {
  expect(redactor().text(text)).toBe(text);
});

it('knows the same person again in one bundle, not in the next, and tells nobody apart where that was ticked', () => {
  const here = redactor();
  for (const id of ['mei', 'mei-2', '王 小明', 'a@example.com']) here.knowUser(id);
  const mei = here.userId('mei');
  expect(mei).toMatch(/^user-[0-9a-f]{12}$/);
  expect(here.userId('mei-2')).not.toBe(mei);
  expect(here.text('mei left, mei-2 and 王 小明 stayed; meister, a@example.com')).toBe(
    `${mei} left, ${here.userId('mei-2')} and ${here.userId('王 小明')} stayed; meister, ${here.userId('a@example.com')}`,
  );
  expect(here.text(`/history/${encodeURIComponent('王 小明')}`)).toBe(`/history/${here.userId('王 小明')}`);
  expect(here.value({ userId: 'unheard-of', nested: [{ viewer: 'mei' }] })).toEqual({
    userId: here.userId('unheard-of'),
    nested: [{ viewer: mei }],
  });
  expect(redactor({ salt: new Uint8Array(32).fill(2) }).userId('mei')).not.toBe(mei);
  expect(redactor({ showUserIds: true }).value({ userId: 'mei', text: 'mei' })).toEqual({ userId: 'mei', text: 'mei' });
});

it('takes fields that hold secrets as a whole, whatever is in them', () => {
  const given = { apiKey: 'x', headers: { 'x-api-key': 'y', Cookie: ['z'] }, pin: 1234, hash: null, token: null };
  expect(redactor().value(given)).toEqual({
    apiKey: '[redacted]',
    headers: { 'x-api-key': '[redacted]', Cookie: '[redacted]' },
    ...{ pin: '[redacted]', hash: null, token: null },
  });
});
