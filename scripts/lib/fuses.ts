import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { FUSES } from '../../packaging/electron-builder.ts';

export type FuseName = keyof typeof FUSES;

const INDEX: Record<FuseName, FuseV1Options> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
};

/** How the fuses of a packed binary stand, read from the file itself; null: this Electron has no such fuse. @throws where it has none at all */
export async function readFuses(executable: string): Promise<Record<FuseName, boolean | null>> {
  const wire = await getCurrentFuseWire(executable);
  const stateOf = (index: FuseV1Options): boolean | null => {
    const state = wire[index];
    return state === FuseState.ENABLE ? true : state === FuseState.DISABLE ? false : null;
  };
  const names = Object.keys(FUSES) as FuseName[];
  return Object.fromEntries(names.map((name) => [name, stateOf(INDEX[name])])) as Record<FuseName, boolean | null>;
}

/** Fuses that stand otherwise than the configuration wants, by name. */
export async function wrongFuses(executable: string): Promise<FuseName[]> {
  const found = await readFuses(executable);
  return (Object.keys(FUSES) as FuseName[]).filter((name) => found[name] !== FUSES[name]);
}
