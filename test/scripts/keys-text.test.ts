/** What `npm run keys` says can be done as it is said. */

import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeKeyPair } from '../../electron/service/tokens/make-key-pair.ts';
import { keptText, mayPrint, printedText, regionIn, resultIn } from '../../scripts/lib/keys-text.ts';
import { at } from '../../scripts/lib/paths.ts';

const { publicKeyPem, privateKeyPem } = await makeKeyPair();

/** The arguments that a shell makes of the command in a text. */
function argumentsIn(text: string): string[] {
  const command = /^aws (?:.|\n)*?-----END PUBLIC KEY-----"$/m.exec(text)?.[0];
  const script = `aws() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1);
}

describe.each([
  ['kept', (region: string | null) => keptText(publicKeyPem, 'gnome_libsecret', region)],
  ['printed', (region: string | null) => printedText(publicKeyPem, region)],
])('a key that was %s', (_, textFor) => {
  test('is imported by the command as it stands', () => {
    const given = argumentsIn(textFor('ap-northeast-1'));
    expect(given.slice(0, -1)).toEqual([
      ...['ivs-realtime', 'import-public-key', '--name', 'stagewatch'],
      ...['--region', 'ap-northeast-1', '--public-key-material'],
    ]);
    const material = createPublicKey(given.at(-1)!).export({ type: 'spki', format: 'pem' });
    expect(material).toBe(publicKeyPem);
  });

  test('is never in the text, only its public half is', () => {
    const text = textFor(null);
    expect(text).toContain(publicKeyPem.trim());
    for (const line of privateKeyPem.split('\n').slice(1, -2)) expect(text).not.toContain(line);
  });

  test('needs its ARN configured', () => {
    expect(textFor(null)).toContain('STAGEWATCH_PUBLIC_KEY_ARN=arn:aws:ivs:');
  });
});

test('the region is that of the settings, or of the stage', () => {
  const stageArn = 'arn:aws:ivs:eu-west-1:123456789012:stage/AbCd';
  expect(regionIn({ awsRegion: 'us-west-2', stageArn })).toBe('us-west-2');
  expect(regionIn({ awsRegion: undefined, stageArn })).toBe('eu-west-1');
  expect(regionIn({ awsRegion: undefined, stageArn: undefined })).toBeNull();
});

test("the shell's answer is found among whatever else it says", () => {
  const answer = { kept: true, backend: 'keychain', publicKeyPem };
  expect(resultIn(`hello\n{"level":30}\n${JSON.stringify(answer)}\n`)).toEqual(answer);
  expect(resultIn('')).toBeNull();
  expect(resultIn('null\n"kept"\n')).toBeNull();
});

test('printing is offered where there is no keychain, not where a key would be lost', () => {
  expect(['plain-text', 'unavailable', 'disk'].every(mayPrint)).toBe(true);
  expect(['kept-already', 'in-use'].some(mayPrint)).toBe(false);
});

test('--print-private-key has the private key alone on stdout, and its public half in the words on stderr', () => {
  const out = execFileSync(process.execPath, [at('scripts/keys.ts'), '--print-private-key'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString();
  const key = createPrivateKey(out);
  expect(key.asymmetricKeyDetails?.namedCurve).toBe('secp384r1');
  expect(out).toBe(key.export({ type: 'pkcs8', format: 'pem' }));
});
