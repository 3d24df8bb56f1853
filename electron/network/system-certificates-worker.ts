/** Reads the system's certificate store in a thread of its own: some systems take seconds over it. */
import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { parentPort } from 'node:worker_threads';

/** One that cannot be read must not cost us the others. */
const isReadable = (pem: string): boolean => {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
};

const known = new Set(getCACertificates('default'));
parentPort?.postMessage([...new Set(getCACertificates('system'))].filter((pem) => !known.has(pem) && isReadable(pem)));
