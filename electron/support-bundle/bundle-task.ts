import { resolve } from 'node:path';
import type { BundleOutcome, Versions } from '../../shared/support-bundle.ts';
import type { LoadedSettings } from '../settings/load.ts';
import { settingsView } from '../settings/view.ts';
import { versionsOf } from '../versions.ts';
import { makeBundle } from './bundle-thread.ts';
import { bundleRequest } from './request.ts';

/** `--support-bundle FILE`: of a data folder that may be in use, or broken. What went wrong is a sentence on stderr, too. */
export async function bundleTask(loaded: LoadedSettings, shell: Versions['shell']): Promise<BundleOutcome> {
  const { settings, dataDir, layers, problems, taskArgument, showUserIds } = loaded;
  const request = bundleRequest({
    ...{ path: resolve(taskArgument), dataDir, showUserIds, settings, problems },
    ...{ view: settingsView(layers, settings, []), versions: versionsOf(shell) },
    ...{ connection: null, secrets: [], now: new Date() },
  });
  const outcome = await makeBundle(request, new AbortController().signal, () => {});
  process.stderr.write(sentenceOf(outcome, request.path));
  return outcome;
}

function sentenceOf(outcome: BundleOutcome, path: string): string {
  if (outcome.status === 'done') {
    return outcome.problems.map(({ part, message }) => `Not complete: ${part} (${message})\n`).join('');
  }
  if (outcome.status !== 'failed') return '';
  if (outcome.problem === 'disk-full')
    return `The disk is full: no bundle was written. Free some space, or write ${path} elsewhere.\n`;
  const remedy = outcome.problem === 'not-writable' ? ' Check that its folder is there and can be written.' : '';
  return `${path} could not be written: ${outcome.message}.${remedy}\n`;
}
