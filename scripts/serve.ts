/** `npm run serve`: the headless service, as long as npm runs. */
import { endWithNpm } from './lib/end-with-npm.ts';

endWithNpm();
await import('../electron/serve.ts');
