import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Notice } from '../../shared/ipc.ts';
import { makeFolder } from '../service/make-folder.ts';

export interface DataFolder {
  path: string;
  /** The one that was asked for: `path`, unless that is a temporary one. */
  wanted: string;
  notices: Notice[];
}

/** A folder that cannot be written is replaced by a temporary one, and the user is told: watching matters more. */
export function writableFolder(path: string): DataFolder {
  try {
    makeFolder(path);
    accessSync(path, constants.W_OK);
    return { path, wanted: path, notices: [] };
  } catch (error) {
    const temporary = mkdtempSync(join(tmpdir(), 'stagewatch-'));
    const values = { folder: temporary, wanted: path, reason: (error as NodeJS.ErrnoException).code ?? String(error) };
    return { path: temporary, wanted: path, notices: [{ kind: 'data-folder-temporary', values }] };
  }
}
