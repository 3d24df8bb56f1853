import type { AwsCredentialsInput } from '../../shared/secrets.ts';

export const credentialFields = ['accessKeyId', 'secretAccessKey', 'sessionToken'] as const;
export type CredentialField = (typeof credentialFields)[number];

/** As shared/secrets.ts has them; the main process checks again. */
const allowed: Readonly<Record<CredentialField, RegExp>> = {
  accessKeyId: /^[A-Z0-9]{16,128}$/,
  secretAccessKey: /^[\x21-\x7e]{16,256}$/,
  sessionToken: /^[\x21-\x7e]{16,8192}$/,
};

/** What was typed or pasted, without the blanks around it, and the first field that can't be right. */
export function readCredentials(form: Pick<FormData, 'get'>): {
  values: AwsCredentialsInput;
  problem: CredentialField | null;
} {
  const text = (field: CredentialField) => String(form.get(field) ?? '').trim();
  const sessionToken = text('sessionToken');
  const values = {
    accessKeyId: text('accessKeyId'),
    secretAccessKey: text('secretAccessKey'),
    ...(sessionToken !== '' && { sessionToken }),
  };
  const problem = credentialFields.find((field) => {
    const value = values[field];
    return value !== undefined && !allowed[field].test(value);
  });
  return { values, problem: problem ?? null };
}
