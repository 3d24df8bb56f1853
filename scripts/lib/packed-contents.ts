import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getRawHeader } from '@electron/asar';

export interface PackedFile {
  /** Inside the archive, with `/`. */
  path: string;
  sizeBytes: number;
  /** Beside the archive, where the system's loader can open it. */
  unpacked: boolean;
  /** Its hash in the archive's head, which Electron checks; null: none. */
  hash: string | null;
}

interface Node {
  files?: Record<string, Node>;
  size?: number;
  unpacked?: boolean;
  integrity?: { algorithm: string; hash: string };
}

/** All files of an asar, from its head. */
export function packedFiles(asar: string): PackedFile[] {
  const found: PackedFile[] = [];
  const walk = (folder: Node, prefix: string) => {
    for (const [name, node] of Object.entries(folder.files ?? {})) {
      const path = prefix + name;
      if (node.files) walk(node, `${path}/`);
      else {
        const hash = node.integrity?.algorithm === 'SHA256' ? node.integrity.hash : null;
        found.push({ path, sizeBytes: node.size ?? 0, unpacked: node.unpacked === true, hash });
      }
    }
  };
  walk(getRawHeader(asar).header as Node, '');
  return found;
}

/** What an installer adds to Electron: all that is ours in its `resources`. Electron's own default app does not count. */
export function packedBytes(resources: string): number {
  const ours = readdirSync(resources, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== 'default_app.asar',
  );
  return ours.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
