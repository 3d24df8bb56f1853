/** What `npm run keys` says. */
import { regionOf } from '../../electron/service/aws/clients.ts';
import type { Settings } from '../../shared/settings.ts';

const EXAMPLE_ARN = 'arn:aws:ivs:REGION:ACCOUNT:public-key/ID';

/** Where the public key belongs: with the stages. null: the settings name none. */
export const regionIn = ({ awsRegion, stageArn }: Pick<Settings, 'awsRegion' | 'stageArn'>): string | null =>
  awsRegion ?? (stageArn === undefined ? null : regionOf(stageArn));

/** The pair was made and its private half is in the keychain. */
export const keptText = (publicKeyPem: string, keychain: string, region: string | null): string =>
  [
    `The private key is in this machine's keychain (${keychain}) and nowhere else. This is the public one:`,
    publicKeyPem.trim(),
    importStep(publicKeyPem, region),
    `2. Configure the ARN that it answers, and start again:\n\nSTAGEWATCH_PUBLIC_KEY_ARN=${EXAMPLE_ARN}`,
    'From then on tokens are signed here, without a call to AWS for each.',
  ].join('\n\n');

/** The pair was made and its private half is printed, for a secret manager of the operator's own. */
export const printedText = (publicKeyPem: string, region: string | null): string =>
  [
    'The private key is on stdout, once; nothing of it is kept here. This is the public one:',
    publicKeyPem.trim(),
    importStep(publicKeyPem, region),
    [
      '2. Configure the ARN that it answers, and hand in the private key by the environment (from your secret manager;',
      '   its line breaks as they are or as \\n):',
      '',
      `STAGEWATCH_PUBLIC_KEY_ARN=${EXAMPLE_ARN}`,
      'STAGEWATCH_PRIVATE_KEY=-----BEGIN PRIVATE KEY-----\\n…\\n-----END PRIVATE KEY-----\\n',
    ].join('\n'),
  ].join('\n\n');

export const offerText =
  'No key was made. To keep the private key in a secret manager of your own instead:\n\n' +
  'npm run --silent keys -- --print-private-key\n\n' +
  'prints it once to stdout and stores nothing.';

/** In double quotes a PEM stays as it is in every shell. */
const importStep = (publicKeyPem: string, region: string | null): string =>
  '1. Import it to Amazon IVS, in the region of your stages:\n\n' +
  `aws ivs-realtime import-public-key --name stagewatch --region ${region ?? 'REGION'} --public-key-material "${publicKeyPem.trim()}"`;

/** What the shell answers to `--make-keys`. */
export type MakeKeysResult =
  | { kept: true; backend: string; publicKeyPem: string }
  | { kept: false; backend?: string; reason: string };

/** The last line that is an answer; null: there is none. */
export function resultIn(stdout: string): MakeKeysResult | null {
  for (const line of stdout.trim().split('\n').reverse()) {
    try {
      const value = JSON.parse(line) as MakeKeysResult | null;
      if (typeof value?.kept === 'boolean') return value;
    } catch {
      // Something else that the shell said.
    }
  }
  return null;
}

/** Whether printing the key is a way out: not where a key is kept already, or the app runs. */
export const mayPrint = (reason: string): boolean => ['plain-text', 'unavailable', 'disk'].includes(reason);
