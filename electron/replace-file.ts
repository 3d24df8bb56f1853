import { open, rename } from 'node:fs/promises';

/** Written beside and renamed, for this user alone: a half-written file never takes the place of a whole one. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
