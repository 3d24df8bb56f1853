/** Puts a support bundle together. Blocks while it reads and writes: runs in a thread of its own (worker.ts). */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { ConnectionData } from '../../shared/api.ts';
import {
  BUNDLE_FORMAT,
  BUNDLE_FORMAT_VERSION,
  BUNDLE_LOG_ENTRIES,
  type BundledDatabase,
  type BundledSettings,
  type BundleManifest,
  type BundleProblem,
  type BundleProgress,
  bundleParts,
  isLogFileName,
  type Versions,
} from '../../shared/support-bundle.ts';
import { LOG_FOLDER } from '../log-files.ts';
import { listBackups } from '../service/store/backups/folder.ts';
import { type Inspection, inspectDatabase } from '../service/store/inspect.ts';
import { createRedactor, type Redaction, type Redactor } from './redact.ts';
import { usersIn } from './users-in-text.ts';
import { createZipFile, type ZipFile } from './zip-file.ts';

/** What whoever asks for a bundle knows already; the rest is read from the data folder. */
export interface BundleRequest {
  path: string;
  dataDir: string;
  madeAt: string;
  versions: Versions;
  /** Without secrets, not yet redacted. */
  settings: BundledSettings;
  retention: BundledDatabase['retention'];
  connection: ConnectionData | null;
  redaction: Redaction;
}

/** Lines of a log file are read in pieces of this size. */
const READ_BYTES = 256 * 1024;
/** Users beside those of the log's newest entries, who may be named in the log files. */
const MORE_USERS = 20_000;

/** Nobody wants it any more. */
export class BundleCancelled extends Error {}

/**
 * @param isCancelled asked all the time
 * @throws the system's error where the file cannot be written, BundleCancelled; nothing is left of it then
 */
export function writeBundle(
  request: BundleRequest,
  onStep: (step: BundleProgress['step'], bytes: number) => void,
  isCancelled: () => boolean,
): { bytes: number; problems: BundleProblem[] } {
  const zip = createZipFile(request.path, () => {
    if (isCancelled()) throw new BundleCancelled();
  });
  try {
    const redactor = createRedactor(request.redaction);
    const problems: BundleProblem[] = [];
    /** What cannot be had is said in the manifest: a bundle is wanted most where something is broken. */
    const attempt = (part: string, gather: () => void) => {
      try {
        gather();
      } catch (error) {
        if (error instanceof BundleCancelled || isOfTarget(error)) throw error;
        problems.push({ part, message: redactor.text((error as Error).message).slice(0, 500) });
      }
    };
    const step = (name: BundleProgress['step']) => onStep(name, zip.bytes());

    step('database');
    let database: Inspection | null = null;
    attempt(bundleParts.database, () => {
      database = inspectDatabase(request.dataDir);
      learnUsers(database, redactor);
    });
    const viewerId = request.settings.settings.find(({ name }) => name === 'viewerId')?.value;
    if (typeof viewerId === 'string') redactor.knowUser(viewerId);
    const logFiles = logFilesIn(request.dataDir);
    for (const name of logFiles) attempt(`${LOG_FOLDER}/${name}`, () => learnUsersOf(request.dataDir, name, redactor));
    addJson(zip, bundleParts.versions, request.versions);
    addJson(zip, bundleParts.settings, redactedSettings(request.settings, redactor));
    if (request.connection !== null) addJson(zip, bundleParts.connection, redactor.value(request.connection));
    addDatabase(zip, request, database, attempt);
    step('connection-log');
    attempt(bundleParts.log, () => addLog(zip, database, redactor));
    (database as Inspection | null)?.close();
    step('log-files');
    for (const name of logFiles) {
      attempt(`${LOG_FOLDER}/${name}`, () => addLogFile(zip, request.dataDir, name, redactor));
    }
    step('finishing');
    addJson(zip, bundleParts.manifest, {
      format: BUNDLE_FORMAT,
      formatVersion: BUNDLE_FORMAT_VERSION,
      madeAt: request.madeAt,
      app: request.versions.app,
      userIds: request.redaction.showUserIds ? 'shown' : 'hashed',
      parts: zip.parts(),
      problems,
    } satisfies BundleManifest);
    zip.finish();
    return { bytes: zip.bytes(), problems };
  } catch (error) {
    zip.discard();
    throw error;
  }
}

/** Writing the bundle itself failed: no other part would fare better. */
const isOfTarget = (error: unknown): boolean => {
  const { syscall } = error as NodeJS.ErrnoException;
  return syscall === 'write' || syscall === 'fsync' || syscall === 'rename';
};

const addJson = (zip: ZipFile, name: string, value: object): void =>
  zip.add(name, [`${JSON.stringify(value, null, 2)}\n`]);

/** Before anything is redacted: whoever is named further down may be known only from further up. */
function learnUsers(database: Inspection, redactor: Redactor): void {
  for (const { userId } of database.newestLog(BUNDLE_LOG_ENTRIES)) if (userId !== null) redactor.knowUser(userId);
  for (const userId of database.recentUsers(MORE_USERS)) redactor.knowUser(userId);
}

/** What a setting lost is said beside it. */
function redactedSettings(given: BundledSettings, redactor: Redactor): BundledSettings {
  const { settings, policyFile, userFile, problems } = given;
  return {
    settings: settings.map((setting) => {
      const { value: clean } = redactor.value({ [setting.name]: setting.value, value: setting.value });
      const value =
        setting.name === 'viewerId' && typeof setting.value === 'string' ? redactor.userId(setting.value) : clean;
      if (setting.redacted === 'secret') return { ...setting, value: null };
      const isSame = JSON.stringify(value) === JSON.stringify(setting.value);
      return { ...setting, value: value as typeof setting.value, redacted: isSame ? 'no' : 'partly' };
    }),
    policyFile: policyFile === null ? null : redactor.text(policyFile),
    userFile: redactor.text(userFile),
    problems: problems.map((problem) => redactor.text(problem)),
  };
}

function addDatabase(
  zip: ZipFile,
  { retention, dataDir, madeAt }: BundleRequest,
  database: Inspection | null,
  attempt: (part: string, gather: () => void) => void,
): void {
  let figures: BundledDatabase['figures'] = null;
  attempt(bundleParts.database, () => {
    figures = database?.figures() ?? null;
  });
  let backups: BundledDatabase['backups'] = [];
  attempt(bundleParts.database, () => {
    backups = listBackups(dataDir, Date.parse(madeAt)).map(({ name, bytes, at }) => ({
      ...{ name, bytes, at: new Date(at).toISOString() },
    }));
  });
  addJson(zip, bundleParts.database, { figures, retention, backups } satisfies BundledDatabase);
}

/** The newest first, one a line. */
function addLog(zip: ZipFile, database: Inspection | null, redactor: Redactor): void {
  zip.add(bundleParts.log, lines());
  function* lines(): Generator<string> {
    for (const { id, at, source, type, stageArn, participantId, userId, reason, details } of database?.newestLog(
      BUNDLE_LOG_ENTRIES,
    ) ?? []) {
      const entry = {
        ...{ id, at, source, type, stageArn, participantId },
        userId: userId === null ? null : redactor.userId(userId),
        reason: reason === null ? null : redactor.text(reason),
        details: redactor.value(details),
      };
      yield `${JSON.stringify(entry)}\n`;
    }
  }
}

function logFilesIn(dataDir: string): string[] {
  try {
    return readdirSync(join(dataDir, LOG_FOLDER))
      .filter((name) => isLogFileName(`${LOG_FOLDER}/${name}`))
      .toSorted()
      .slice(0, 50);
  } catch {
    return []; // nothing was logged into a file yet
  }
}

/** Whom the database does not know (any longer), or cannot tell because it cannot be opened: the log files name them too. */
const learnUsersOf = (dataDir: string, name: string, redactor: Redactor): void =>
  withLogFile(dataDir, name, (lines) => {
    for (const line of lines) for (const userId of usersIn(line)) redactor.knowUser(userId);
  });

const addLogFile = (zip: ZipFile, dataDir: string, name: string, redactor: Redactor): void =>
  withLogFile(dataDir, name, (lines) => zip.add(`${LOG_FOLDER}/${name}`, redactedLines(lines, redactor)));

function withLogFile(dataDir: string, name: string, use: (lines: Iterable<string>) => void): void {
  const path = join(dataDir, LOG_FOLDER, name);
  if (!statSync(path).isFile()) return;
  const file = openSync(path, 'r');
  try {
    use(linesOf(file));
  } finally {
    closeSync(file);
  }
}

function* linesOf(file: number): Generator<string> {
  const buffer = Buffer.alloc(READ_BYTES);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for (let bytes = readSync(file, buffer); bytes > 0; bytes = readSync(file, buffer)) {
    const lines = (rest + decoder.write(buffer.subarray(0, bytes))).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** A line is an object of pino's; any other is taken as text. */
function* redactedLines(lines: Iterable<string>, redactor: Redactor): Generator<string> {
  for (const line of lines) yield `${redactedLine(line, redactor)}\n`;
}

function redactedLine(line: string, redactor: Redactor): string {
  try {
    return JSON.stringify(redactor.value(JSON.parse(line) as unknown));
  } catch {
    return redactor.text(line);
  }
}
