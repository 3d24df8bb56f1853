import { join } from 'node:path';
import { electronBinary } from '../../scripts/lib/electron-binary.ts';
import { pack } from '../../scripts/lib/pack.ts';
import { packedBytes, packedFiles } from '../../scripts/lib/packed-contents.ts';
import { atMost, type Bench, noted } from './support/figures.ts';

const MB = 1_000_000;

/** What an installer adds to Electron, on this system. */
export const figures: Bench = async (tell) => {
  const { resources, shell } = await pack(electronBinary());
  tell(`packed with ${shell === 'Electron' ? 'Electron' : "a folder in the place of Electron's"}`);
  const files = packedFiles(join(resources, 'app.asar'));
  const ofBundles = files
    .filter(({ path }) => path.startsWith('out/'))
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return {
    'packed app without Electron': atMost(packedBytes(resources) / MB, 25, 'MB'),
    'its bundles': noted(ofBundles / MB, 'MB'),
    'its files': noted(files.length, 'files'),
  };
};
