/** Whose certificates are trusted by the connections to AWS: Node's own list, the system's store, and one more file. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { workerUrl } from '../workers.ts';

export interface Trust {
  /** Certificates of the system's store that Node does not bring along. */
  system: number;
  /** The file of the settings; null: none is set. */
  file: { path: string; certificates: number; problem: FileProblem | null } | null;
}

/** The system's code (`ENOENT`), or what is wrong with its text. */
export type FileProblem = 'no-certificate' | 'damaged' | (string & {});

/** A store that has not answered by then is gone without; what is trusted besides is trusted at once. */
const STORE_TIMEOUT_MS = 10_000;

/** Both are read once, at the first access to AWS: what is set here is the whole thread's. */
let nodesOwn: readonly string[] | null = null;
let systemStore: Promise<readonly string[]> | null = null;

/**
 * From then on every TLS connection of this thread trusts the system's certificate authorities and those of the file beside Node's
 * own: a company network that inspects TLS has its root in the store. Nothing is trusted less than before, and nothing is not verified.
 * @param caFile PEM, one or several
 */
export async function trustCertificates(caFile: string | undefined): Promise<Trust> {
  nodesOwn ??= getCACertificates('default');
  systemStore ??= readSystemStore();
  const [system, file] = await Promise.all([systemStore, caFile === undefined ? null : readCertificates(caFile)]);
  setDefaultCACertificates([...nodesOwn, ...system, ...(file?.certificates ?? [])]);
  return {
    system: system.length,
    file: file && { path: caFile!, certificates: file.certificates.length, problem: file.problem },
  };
}

/** Never rejects: a store that cannot be read is an empty one. */
function readSystemStore(): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const worker = new Worker(workerUrl('system-certificates'));
    const settle = (certificates: readonly string[]) => {
      clearTimeout(timer);
      resolve(certificates);
      void worker.terminate();
    };
    const timer = setTimeout(() => settle([]), STORE_TIMEOUT_MS);
    worker.once('message', settle);
    worker.once('error', () => settle([]));
    worker.once('exit', () => settle([]));
    worker.unref();
  });
}

const BLOCK = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]+-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

async function readCertificates(path: string): Promise<{ certificates: string[]; problem: FileProblem | null }> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return { certificates: [], problem: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' };
  }
  const blocks = text.match(BLOCK) ?? [];
  const certificates = blocks.flatMap((block) => {
    try {
      return [new X509Certificate(block).toString()];
    } catch {
      return [];
    }
  });
  if (blocks.length === 0) return { certificates, problem: 'no-certificate' };
  return { certificates, problem: certificates.length < blocks.length ? 'damaged' : null };
}
