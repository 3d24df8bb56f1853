import type { CredentialSource } from '../../../shared/api.ts';
import type { FoundCredentials } from './credentials.ts';

/** The features by which the SDK's providers mark what they found, the most telling first. */
const marks: readonly (readonly [RegExp, CredentialSource])[] = [
  [/^CREDENTIALS_(PROFILE_)?SSO/, 'sso'],
  [/WEB_ID/, 'web-identity'],
  [/^CREDENTIALS_(PROFILE_)?PROCESS$/, 'process'],
  [/^CREDENTIALS_HTTP$/, 'container'],
  [/^CREDENTIALS_IMDS$/, 'instance-role'],
  [/^CREDENTIALS_(PROFILE|LOGIN)/, 'profile'],
  [/^CREDENTIALS_ENV_VARS$/, 'environment'],
];

/** Where the default chain found them. What has no mark is from the metadata service, the one that sets none. */
export function sourceOf(found: FoundCredentials): CredentialSource {
  const features = Object.keys(found.$source ?? {}).filter((feature) => feature.startsWith('CREDENTIALS_'));
  if (features.length === 0) return 'instance-role';
  return marks.find(([pattern]) => features.some((feature) => pattern.test(feature)))?.[1] ?? 'other';
}
