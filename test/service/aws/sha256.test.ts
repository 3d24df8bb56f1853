/** What signs our calls: the same digests as Node's own, with keys made once. */
import { createHash, createHmac } from 'node:crypto';
import { IVSRealTimeClient, ListStagesCommand } from '@aws-sdk/client-ivs-realtime';
import { expect, test } from 'vitest';
import { createSha256 } from '../../../electron/service/aws/sha256.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const hex = (digest: Uint8Array) => Buffer.from(digest).toString('hex');

async function digestOf(
  sha256: ReturnType<typeof createSha256>,
  secret: string | Uint8Array | undefined,
  text: string,
) {
  const digest = new sha256(secret);
  digest.update(bytes(text));
  return hex(await digest.digest());
}

test('hashes what it is given, in one piece or several, and nothing at all', async () => {
  const sha256 = createSha256();
  expect(await digestOf(sha256, undefined, 'token')).toBe(createHash('sha256').update('token').digest('hex'));
  expect(hex(await new sha256().digest())).toBe(createHash('sha256').digest('hex'));
  const pieces = new sha256();
  pieces.update(bytes('left out'));
  pieces.reset();
  for (const piece of ['to', 'k', 'en']) pieces.update(bytes(piece));
  expect(hex(await pieces.digest())).toBe(createHash('sha256').update('token').digest('hex'));
});

test('signs with a text or with bytes, each time with the key that it was given', async () => {
  const sha256 = createSha256();
  const other = bytes('a key of another day');
  for (const secret of ['AWS4secret', other, 'another secret', other, 'AWS4secret', bytes('AWS4secret').subarray(4)]) {
    expect(await digestOf(sha256, secret, 'token')).toBe(createHmac('sha256', secret).update('token').digest('hex'));
  }
});

test("a request bears the very signature that the AWS client's own digests give it", async () => {
  const signatureWith = async (settings: object) => {
    const client = new IVSRealTimeClient({
      region: 'us-west-2',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG', sessionToken: 'session' },
      ...settings,
    });
    let signature = '';
    client.middlewareStack.add(
      () => async (args) => {
        const signer = await client.config.signer();
        const { headers } = args.request as { headers: Record<string, string> };
        const stable = { ...headers, 'amz-sdk-invocation-id': 'one', authorization: '' };
        const request = { ...(args.request as object), headers: stable };
        const signed = await signer.sign(request as never, { signingDate: new Date('2026-01-02T03:04:05Z') });
        signature = signed.headers.authorization ?? '';
        throw new Error('signed, and not sent');
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await expect(client.send(new ListStagesCommand({ maxResults: 7 }))).rejects.toThrow('not sent');
    return signature;
  };
  const ours = await signatureWith({ sha256: createSha256() });
  expect(ours).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260102\/us-west-2\/ivs\/.* Signature=[0-9a-f]{64}$/,
  );
  expect(ours).toBe(await signatureWith({}));
});
