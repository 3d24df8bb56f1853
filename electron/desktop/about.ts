import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { PackageLicense } from '../../shared/licenses.ts';
import type { Shell } from '../../shared/settings.ts';
import { versionsOf } from '../versions.ts';
import type { InvokeHandlers } from './answer-invoke.ts';

/** Beside the bundles: scripts/lib/licenses.ts writes it when they are built. */
const LICENSES = new URL('../licenses.json', import.meta.url);

const licensesSchema: z.ZodType<PackageLicense[]> = z.array(
  z.object({ name: z.string(), version: z.string(), license: z.string(), text: z.string() }),
);

/** What the About dialog asks: versions, and the licences of all that is inside the program. */
export function aboutHandlers(shell: Shell, file: URL = LICENSES): Pick<InvokeHandlers, 'app:about' | 'app:license'> {
  return {
    'app:about': async () => {
      const licenses = await readLicenses(file);
      return {
        versions: versionsOf(shell),
        licenses: licenses === null ? null : licenses.map(({ name, version, license }) => ({ name, version, license })),
      };
    },
    'app:license': async (wanted) => {
      const found = (await readLicenses(file))?.find(
        ({ name, version }) => name === wanted.name && version === wanted.version,
      );
      return found?.text ?? null;
    },
  };
}

/** Read anew each time: it is asked for rarely, and would lie in memory for nothing. null: a build without the list. */
async function readLicenses(file: URL): Promise<PackageLicense[] | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : licensesSchema.parse(JSON.parse(text));
}
