/** `node ask-trusting.ts URL`: the status of what a server answers whom this system trusts, or why it is not trusted. */
import { get } from 'node:https';
import { trustCertificates } from '../../electron/network/trust.ts';

await trustCertificates(undefined);
get(process.argv[2]!, { agent: false }, (answer) => {
  process.stdout.write(String(answer.statusCode));
  answer.resume();
}).on('error', (error: NodeJS.ErrnoException) => process.stdout.write(String(error.code)));
