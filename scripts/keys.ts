/**
 * `npm run keys`: makes a key pair for tokens. The desktop's shell keeps the private half in the system's keychain, and
 * this prints the public one and what to do with it. `--print-private-key` prints the private half instead, once, for a
 * secret manager of the operator's own. Exit code 1: no key was made.
 */
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { makeKeyPair } from '../electron/service/tokens/make-key-pair.ts';
import { parseSettings, SettingsError } from '../electron/settings/parse.ts';
import { ensureAppTools, openAppDisplay } from './lib/app-display.ts';
import { buildIfStale } from './lib/build.ts';
import { obtainElectron } from './lib/electron-binary.ts';
import {
  keptText,
  type MakeKeysResult,
  mayPrint,
  offerText,
  printedText,
  regionIn,
  resultIn,
} from './lib/keys-text.ts';
import { at } from './lib/paths.ts';
import { say } from './lib/say.ts';
import { secretsToEnvironment } from './lib/secrets-to-environment.ts';
import { shellCommand } from './lib/shell.ts';
import { spawnTethered } from './lib/tether.ts';

const PRINT = '--print-private-key';
const args = process.argv.slice(2).filter((argument) => argument !== PRINT);

try {
  const region = regionIn(parseSettings(args, process.env).settings);
  process.exitCode = process.argv.includes(PRINT) ? await print(region) : await keep(region);
} catch (error) {
  say((error as Error).message);
  process.exitCode = error instanceof SettingsError ? 2 : 1;
}

/** stdout has the private key and nothing else, so that it can be handed to another program. */
async function print(region: string | null): Promise<number> {
  const { privateKeyPem, publicKeyPem } = await makeKeyPair();
  process.stderr.write(`${printedText(publicKeyPem, region)}\n`);
  process.stdout.write(privateKeyPem);
  return 0;
}

async function keep(region: string | null): Promise<number> {
  const result = await askShell();
  if (result?.kept === true) {
    process.stdout.write(`${keptText(result.publicKeyPem, result.backend, region)}\n`);
    return 0;
  }
  if (result === null || mayPrint(result.reason)) process.stderr.write(`${offerText}\n`);
  return 1;
}

/** Only the shell reaches the keychain; why it refuses goes to stderr as it says it. */
async function askShell(): Promise<MakeKeysResult | null> {
  const electron = await obtainElectron();
  await ensureAppTools(electron);
  await buildIfStale();
  const display = await openAppDisplay();
  const shell = shellCommand(electron);
  const handed = secretsToEnvironment(args);
  const child = spawnTethered(shell.command, [...shell.args, '--make-keys', ...handed.args], {
    cwd: at('.'),
    env: { ...display.env, ...handed.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const said = text(child.process.stdout as Readable);
  await child.ended;
  await display.end();
  return resultIn(await said);
}
