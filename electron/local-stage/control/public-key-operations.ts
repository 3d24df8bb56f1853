/** ImportPublicKey, GetPublicKey, ListPublicKeys, DeletePublicKey (@aws-sdk/client-ivs-realtime). */
import type { PublicKeyRecord, PublicKeys } from '../public-keys.ts';
import { ControlError } from './errors.ts';
import type { Operation } from './operations.ts';
import { pageOf } from './paging.ts';

const arn = {
  type: 'string',
  required: true,
  min: 1,
  max: 128,
  pattern: '^arn:aws:ivs:[a-z0-9-]+:[0-9]+:public-key/[a-zA-Z0-9-]+$',
} as const;
const MATERIAL_PATTERN =
  '-----BEGIN PUBLIC KEY-----\\r?\\n([a-zA-Z0-9+/=\\r\\n]+)\\r?\\n-----END PUBLIC KEY-----(\\r?\\n)?';

export const publicKeyOperations: Readonly<Record<string, Operation>> = {
  ImportPublicKey: {
    fields: {
      publicKeyMaterial: { type: 'string', required: true, pattern: MATERIAL_PATTERN },
      name: { type: 'string', max: 128, pattern: '^[a-zA-Z0-9-_]*$' },
      tags: { type: 'string-map', maxKey: 128, maxValue: 256 },
    },
    run(body, { publicKeys }) {
      const { publicKeyMaterial, name = '', tags = {} } = body;
      const imported = publicKeys.import(publicKeyMaterial as string, name as string, tags as Record<string, string>);
      switch (imported) {
        case 'not-p384':
          throw new ControlError('ValidationException', 'The public key is not a valid P-384 key.');
        case 'known':
          throw new ControlError('ConflictException', 'The public key was imported before.');
        case 'too-many':
          throw new ControlError('ServiceQuotaExceededException', 'The quota of public keys is reached.');
        default:
          return { publicKey: shown(imported) };
      }
    },
  },

  GetPublicKey: {
    fields: { arn },
    run: (body, { publicKeys }) => ({ publicKey: shown(find(publicKeys, body.arn)) }),
  },

  ListPublicKeys: {
    fields: {
      nextToken: { type: 'string', max: 1024, pattern: '^[a-zA-Z0-9+/=_-]*$' },
      maxResults: { type: 'integer', min: 1, max: 100 },
    },
    run(body, { publicKeys }) {
      const page = pageOf(publicKeys.list(), (record) => record.arn, body);
      const summaries = page.items.map(({ arn, name, tags }) => ({ arn, name, tags }));
      return { publicKeys: summaries, nextToken: page.nextToken };
    },
  },

  DeletePublicKey: {
    fields: { arn },
    run(body, { publicKeys }) {
      publicKeys.delete(find(publicKeys, body.arn).arn);
      return {};
    },
  },
};

/** @throws ControlError ResourceNotFoundException */
function find(publicKeys: PublicKeys, wanted: unknown): PublicKeyRecord {
  const record = publicKeys.get(wanted as string);
  if (!record) throw new ControlError('ResourceNotFoundException', `Public key ${wanted} does not exist.`);
  return record;
}

const shown = ({ key: _, ...record }: PublicKeyRecord) => record;
