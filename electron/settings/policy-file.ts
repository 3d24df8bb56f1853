import { posix, win32 } from 'node:path';
import { SettingsError } from './layers.ts';
import { readIfThere, readSettingsText, type SettingsFile, unreadableFile } from './settings-file.ts';

/**
 * The administrator's file: JSON with comments, whose values nobody changes in the console. Its place can be written by
 * administrators alone; on Windows, where any user may make a folder in ProgramData, whoever rolls out must make this one
 * first and give it such rights. Another place may be named by the command
 * line or the environment: who may set those outdoes the policy anyway, since both come before it.
 */
export function policyPath(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  switch (platform) {
    case 'win32':
      return win32.join(env.ProgramData || 'C:\\ProgramData', 'Stagewatch', 'policy.json');
    case 'darwin':
      return '/Library/Application Support/Stagewatch/policy.json';
    default:
      return posix.join('/etc', 'stagewatch', 'policy.json');
  }
}

/**
 * @param chosen named by the command line or the environment
 * @returns null: there is none
 * @throws SettingsError where the chosen one cannot be read: a start that names it wants it
 */
export function readPolicy(chosen: string | undefined, usualPath: string): SettingsFile | null {
  const path = chosen ?? usualPath;
  const origin = { from: 'policy', path } as const;
  const found = readIfThere(path);
  if (found !== null && 'text' in found) return readSettingsText(found.text, origin);
  const code = found?.code ?? 'ENOENT';
  if (chosen !== undefined) throw new SettingsError(`The policy file ${path} cannot be read (${code}).`);
  return found === null ? null : unreadableFile(origin, code);
}
