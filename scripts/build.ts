/** `npm run build`: the three bundles in `out/`, for production. */
import { build } from './lib/build.ts';
import { say } from './lib/say.ts';

try {
  await build();
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
