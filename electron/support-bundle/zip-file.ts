import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Zip, ZipDeflate } from 'fflate';
import type { BundleManifest } from '../../shared/support-bundle.ts';

export interface ZipFile {
  /** Adds one part, piece by piece. */
  add(name: string, pieces: Iterable<string | Uint8Array>): void;
  /** The parts so far, with what proves that they are whole. */
  parts(): BundleManifest['parts'];
  bytes(): number;
  /** Brings it to the disk and gives it its name. */
  finish(): void;
  /** Leaves nothing behind. */
  discard(): void;
}

/**
 * Writes a zip under another name until it is whole: whoever sees the name that was asked for has all of it.
 * Blocks: for a thread of its own. @throws the system's error
 * @param onPiece called before each piece; may throw
 */
export function createZipFile(path: string, onPiece: () => void): ZipFile {
  const draft = `${path}.part`;
  // It tells more of a place than others should read.
  const file = openSync(draft, 'w', 0o600);
  const parts: BundleManifest['parts'] = [];
  let written = 0;
  let open = true;
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
    written += chunk.length;
  });
  const close = () => {
    if (open) closeSync(file);
    open = false;
  };

  return {
    add(name, pieces) {
      const part = new ZipDeflate(name, { level: 6 });
      const hash = createHash('sha256');
      let bytes = 0;
      zip.add(part);
      try {
        for (const piece of pieces) {
          onPiece();
          const data = typeof piece === 'string' ? Buffer.from(piece) : piece;
          hash.update(data);
          bytes += data.length;
          part.push(data);
        }
      } finally {
        // One that broke off is whole as far as it goes: the zip ends only once each of its parts has.
        part.push(new Uint8Array(0), true);
        parts.push({ name, bytes, sha256: hash.digest('hex') });
      }
    },
    parts: () => [...parts],
    bytes: () => written,
    finish() {
      zip.end();
      fsyncSync(file);
      close();
      renameSync(draft, path);
    },
    discard() {
      close();
      rmSync(draft, { force: true });
    },
  };
}
